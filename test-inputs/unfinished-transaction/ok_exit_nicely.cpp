// what: right: like PostgreSQL's own example: on errors the connection is closed, which ends the transaction
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <cstdio>
#include <cstdlib>
#include <libpq-fe.h>

static void exit_nicely(PGconn *conn) {
  PQfinish(conn);
  std::exit(1);
}

int main(int argc, char **argv) {
  PGconn *conn = PQconnectdb(argc > 1 ? argv[1] : "dbname = postgres");
  if (PQstatus(conn) != CONNECTION_OK) {
    std::fprintf(stderr, "%s", PQerrorMessage(conn));
    exit_nicely(conn);
  }
  PGresult *res = PQexec(conn, "BEGIN");
  if (PQresultStatus(res) != PGRES_COMMAND_OK) {
    std::fprintf(stderr, "BEGIN command failed: %s", PQerrorMessage(conn));
    PQclear(res);
    exit_nicely(conn);
  }
  PQclear(res);
  res = PQexec(conn, "DECLARE myportal CURSOR FOR select * from pg_database");
  if (PQresultStatus(res) != PGRES_COMMAND_OK) {
    std::fprintf(stderr, "DECLARE CURSOR failed: %s", PQerrorMessage(conn));
    PQclear(res);
    exit_nicely(conn);
  }
  PQclear(res);
  res = PQexec(conn, "FETCH ALL in myportal");
  if (PQresultStatus(res) != PGRES_TUPLES_OK) {
    PQclear(res);
    exit_nicely(conn);
  }
  for (int i = 0; i < PQntuples(res); i++)
    std::printf("%-15s\n", PQgetvalue(res, i, 0));
  PQclear(res);
  res = PQexec(conn, "END");
  PQclear(res);
  PQfinish(conn);
  return 0;
}
