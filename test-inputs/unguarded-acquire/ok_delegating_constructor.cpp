// what: after the delegated-to constructor the object counts as constructed, so its destructor runs when the outer constructor throws.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <memory>
#include <stdexcept>
#include <string>

class Database {
public:
  explicit Database(const std::string &conninfo) : Database() {
    conn_ = PQconnectdb(conninfo.c_str());
    if (PQstatus(conn_) != CONNECTION_OK)
      throw std::runtime_error(PQerrorMessage(conn_));
  }
  Database(const Database &) = delete;
  Database &operator=(const Database &) = delete;
  ~Database() { PQfinish(conn_); }

private:
  Database() = default;
  PGconn *conn_ = nullptr;
};

// A member with its own destructor is destroyed too when the constructor throws.
class Listener {
public:
  Listener(const std::string &conninfo, const std::string &channel)
      : conn_(PQconnectdb(conninfo.c_str()), &PQfinish) {
    if (PQstatus(conn_.get()) != CONNECTION_OK)
      throw std::runtime_error(PQerrorMessage(conn_.get()));
    PQclear(PQexec(conn_.get(), ("LISTEN " + channel).c_str()));
  }

private:
  std::unique_ptr<PGconn, decltype(&PQfinish)> conn_;
};
