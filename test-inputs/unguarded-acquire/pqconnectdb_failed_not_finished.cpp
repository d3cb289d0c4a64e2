// what: PQconnectdb gives an object even when connecting failed, and it must be finished then too.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <cstdio>
#include <libpq-fe.h>
#include <string>

bool probe(const std::string &host) {
  std::string conninfo = "host=" + host + " dbname=postgres connect_timeout=2";
  PGconn *conn = PQconnectdb(conninfo.c_str()); // EXPECT: unguarded-acquire
  if (PQstatus(conn) != CONNECTION_OK) {
    std::fprintf(stderr, "%s: %s", host.c_str(), PQerrorMessage(conn));
    return false;
  }
  PGresult *res = PQexec(conn, "SELECT 1");
  bool alive = PQresultStatus(res) == PGRES_TUPLES_OK;
  PQclear(res);
  PQfinish(conn);
  return alive;
}
