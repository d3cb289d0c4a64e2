// what: textbook libpq, with every error handled except that the transaction is left open on one of them
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <cstdio>
#include <libpq-fe.h>

int reserveSeat(PGconn *conn, const char *seat, const char *guest) {
  PGresult *res = PQexec(conn, "BEGIN"); // EXPECT: unfinished-transaction
  if (PQresultStatus(res) != PGRES_COMMAND_OK) {
    std::fprintf(stderr, "BEGIN failed: %s", PQerrorMessage(conn));
    PQclear(res);
    return -1;
  }
  PQclear(res);

  const char *values[] = {seat, guest};
  res = PQexecParams(conn, "UPDATE seats SET guest = $2 WHERE id = $1 AND guest IS NULL", 2, nullptr, values, nullptr,
                     nullptr, 0);
  if (PQresultStatus(res) != PGRES_COMMAND_OK) {
    std::fprintf(stderr, "UPDATE failed: %s", PQerrorMessage(conn));
    PQclear(res);
    return -1;
  }
  PQclear(res);

  res = PQexec(conn, "COMMIT");
  PQclear(res);
  return 0;
}
