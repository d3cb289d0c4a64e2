// what: a factory opens sessions and its caller owns them: the unique_ptr closes by itself, the raw one must be closed by hand.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <iostream>
#include <libpq-fe.h>
#include <memory>
#include <string>

struct PgCloser {
  void operator()(PGconn *c) const { PQfinish(c); }
};
using PgHandle = std::unique_ptr<PGconn, PgCloser>;

class ConnectionFactory {
public:
  explicit ConnectionFactory(std::string conninfo) : conninfo_(std::move(conninfo)) {}

  PgHandle create() const {
    PgHandle conn(PQconnectdb(conninfo_.c_str()));
    if (PQstatus(conn.get()) != CONNECTION_OK)
      return nullptr;
    return conn;
  }

  PGconn *createRaw() const {
    PGconn *conn = PQconnectdb(conninfo_.c_str());
    if (PQstatus(conn) == CONNECTION_OK)
      return conn;
    PQfinish(conn);
    return nullptr;
  }

private:
  std::string conninfo_;
};

int tableCount(const ConnectionFactory &factory) {
  PgHandle conn = factory.create();
  if (!conn)
    return -1;
  PGresult *res = PQexec(conn.get(), "SELECT 1 FROM pg_tables");
  int n = PQntuples(res);
  PQclear(res);
  return n;
}

bool dropTable(const ConnectionFactory &factory, const std::string &table) {
  PGconn *conn = factory.createRaw(); // EXPECT: unguarded-acquire
  if (!conn)
    return false;
  PGresult *res = PQexec(conn, ("DROP TABLE " + table).c_str());
  ExecStatusType status = PQresultStatus(res);
  PQclear(res);
  if (status != PGRES_COMMAND_OK) {
    std::cerr << PQerrorMessage(conn);
    return false;
  }
  PQfinish(conn);
  return true;
}
