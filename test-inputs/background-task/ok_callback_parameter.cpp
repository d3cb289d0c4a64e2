// what: right: a std::function parameter is called for each row and not stored, so the lambda over the connection stays here
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"
#include <functional>
#include <map>
#include <string>

static int forEachRow(PGconn *conn, const char *sql, const std::function<bool(PGresult *, int)> &visit) {
  PgRows rows(PQexec(conn, sql));
  int visited = 0;
  for (int i = 0; i < PQntuples(rows.get()); ++i) {
    if (!visit(rows.get(), i))
      break;
    ++visited;
  }
  return visited;
}

int reindex(PgConnPool &pool, const std::string &mode) {
  PgLease lease(pool);
  std::map<std::string, std::function<int()>> modes;
  modes["all"] = [&lease] {
    return forEachRow(lease.get(), "SELECT indexname FROM pg_indexes", [&lease](PGresult *rows, int i) {
      const std::string sql = std::string("REINDEX INDEX ") + PQgetvalue(rows, i, 0);
      PgRows done(PQexec(lease.get(), sql.c_str()));
      return PQresultStatus(done.get()) == PGRES_COMMAND_OK;
    });
  };
  modes["count"] = [&] { return forEachRow(lease.get(), "SELECT indexname FROM pg_indexes", [](PGresult *, int) { return true; }); };
  const auto chosen = modes.find(mode);
  return chosen == modes.end() ? -1 : chosen->second();
}
