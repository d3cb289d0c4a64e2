// what: the jthread is declared before the lease, so it is joined only after the lease has gone back
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"
#include <stop_token>
#include <thread>

int recount(PgConnPool &pool) {
  std::jthread refresher;
  int stale = 0;
  {
    PgLease lease(pool);
    PgRows rows(PQexec(lease.get(), "SELECT id FROM counters WHERE stale"));
    stale = PQntuples(rows.get());
    if (stale > 0)
      refresher = std::jthread([&lease](std::stop_token) { // EXPECT: background-task
        PgRows done(PQexec(lease.get(), "REFRESH MATERIALIZED VIEW counters"));
      });
  }
  return stale;
}
