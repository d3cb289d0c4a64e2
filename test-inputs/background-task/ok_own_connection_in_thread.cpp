// what: right: the thread gets the connection string, opens its own connection and closes it
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"
#include <cstdio>
#include <string>
#include <thread>

void refreshViews(PGconn *conn, const std::string &conninfo) {
  PgRows rows(PQexec(conn, "SELECT matviewname FROM pg_matviews"));
  const int views = PQntuples(rows.get());
  for (int i = 0; i < views; ++i) {
    const std::string view = PQgetvalue(rows.get(), i, 0);
    std::thread([conninfo, view] {
      PgOwned own(PQconnectdb(conninfo.c_str()));
      if (PQstatus(own.get()) != CONNECTION_OK)
        return;
      const std::string sql = "REFRESH MATERIALIZED VIEW CONCURRENTLY " + view;
      PgRows done(PQexec(own.get(), sql.c_str()));
      std::printf("%s: %s\n", view.c_str(), PQcmdStatus(done.get()));
    }).detach();
  }
}
