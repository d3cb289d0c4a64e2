// what: right: the jthread is declared after the lease, so its destructor joins before the lease goes back
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"
#include <cstdio>
#include <string>
#include <thread>

void printReport(PgConnPool &pool, const std::string &title) {
  PgLease lease(pool);
  std::jthread query([&lease] {
    PgRows rows(PQexec(lease.get(), "SELECT name FROM departments ORDER BY name"));
    for (int i = 0; i < PQntuples(rows.get()); ++i)
      std::printf("%s\n", PQgetvalue(rows.get(), i, 0));
  });
  std::printf("== %s ==\n", title.c_str());
}
