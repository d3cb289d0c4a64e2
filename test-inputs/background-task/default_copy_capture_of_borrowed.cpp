// what: [=] copies the caller's PGconn pointer into a thread that nobody joins
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <cstdio>
#include <libpq-fe.h>
#include <string>
#include <thread>

static void purge(PGconn *conn, const std::string &table) {
  const std::string sql = "DELETE FROM " + table + " WHERE expires_at < now()";
  PGresult *result = PQexec(conn, sql.c_str());
  if (PQresultStatus(result) != PGRES_COMMAND_OK)
    std::fprintf(stderr, "purge: %s", PQerrorMessage(conn));
  PQclear(result);
}

// The connection belongs to the caller, who goes on with it as soon as this returns.
void purgeInBackground(PGconn *conn, std::string table) {
  if (table.empty())
    table = "sessions";
  std::thread cleaner([=] { purge(conn, table); }); // EXPECT: background-task
  cleaner.detach();
}
