// what: right: one task of the group uses the connection, the others do not, and the group is waited for inside the lease
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"
#include <cstddef>
#include <numeric>
#include <tbb/task_group.h>
#include <vector>

long mergeTotals(PgConnPool &pool, const std::vector<long> &local) {
  long here = 0, stored = 0;
  PgLease lease(pool);
  tbb::task_group group;
  group.run([&] {
    PgRows rows(PQexec(lease.get(), "SELECT amount FROM totals"));
    stored = PQntuples(rows.get());
  });
  group.run([&here, &local] { here = std::accumulate(local.begin(), local.end(), 0L); });
  group.wait();
  return here + stored;
}
