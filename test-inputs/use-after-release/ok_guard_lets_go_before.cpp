// what: right: the guard lets go of the session before, or after, it is given back by hand.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <memory>

struct Finish {
  void operator()(PGconn *connection) const { PQfinish(connection); }
};
using Link = std::unique_ptr<PGconn, Finish>;

void before() {
  Link link(PQconnectdb(""));
  PGconn *connection = link.release();
  PQfinish(connection);
}

void after() {
  Link link(PQconnectdb(""));
  PQfinish(link.get());
  (void)link.release();
}

void replaced() {
  Link link(PQconnectdb(""));
  link.reset(PQconnectdb("service=other"));
  PQexec(link.get(), "SELECT 1");
}

class Keeper {
public:
  explicit Keeper(PGconn *connection) : connection_(connection) {}
  Keeper(const Keeper &) = delete;
  ~Keeper() {
    if (connection_)
      PQfinish(connection_);
  }
  void dismiss() { connection_ = nullptr; }

private:
  PGconn *connection_;
};

void dismissed() {
  PGconn *connection = PQconnectdb("");
  Keeper keeper(connection);
  PQfinish(connection);
  keeper.dismiss();
}
