// what: a connection is finished by hand, and its smart pointer then gives it back once more: where it is reset or assigned to
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <memory>

struct Finish {
  void operator()(PGconn *conn) const { PQfinish(conn); }
};
using Connection = std::unique_ptr<PGconn, Finish>;

void reset(const char *where) {
  Connection conn(PQconnectdb(where));
  PQfinish(conn.get()); // EXPECT: use-after-release "once more by its guard"
  conn.reset();
}

void assigned(const char *where) {
  Connection conn(PQconnectdb(where));
  PQfinish(conn.get()); // EXPECT: use-after-release "once more by its guard"
  conn = Connection(PQconnectdb(where));
}

void replaced(const char *where) {
  Connection conn(PQconnectdb(where));
  if (PQstatus(conn.get()) == CONNECTION_BAD) {
    PQfinish(conn.get()); // EXPECT: use-after-release "once more by its guard"
    conn.reset(PQconnectdb(where));
  }
}

class Listener {
public:
  void check() {
    if (PQstatus(conn_.get()) != CONNECTION_OK) {
      PQfinish(conn_.get()); // EXPECT: use-after-release "once more by its guard"
      conn_.reset();
    }
  }
  void checkRightly() {
    if (PQstatus(conn_.get()) != CONNECTION_OK)
      conn_.reset();
  }
  // The pointer lets go of it first.
  void close() {
    PQfinish(conn_.release());
    conn_.reset();
  }
  void reconnect(const char *where) {
    PQfinish(conn_.release());
    conn_.reset(PQconnectdb(where));
  }

private:
  std::unique_ptr<PGconn, decltype(&PQfinish)> conn_{nullptr, &PQfinish};
};

void rightly(const char *where) {
  Connection conn(PQconnectdb(where));
  PQfinish(conn.release());
  conn.reset();
  conn = Connection(PQconnectdb(where));
}
