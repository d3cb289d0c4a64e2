// what: the task group runs on another thread while the caller keeps sending statements on the same connection
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"
#include <string>
#include <tbb/task_group.h>

static void refreshTotals(PGconn *conn, const std::string &day) {
  const char *values[] = {day.c_str()};
  PgRows done(PQexecParams(conn, "SELECT refresh_totals($1)", 1, nullptr, values, nullptr, nullptr, 0));
}

int closeDay(PgConnPool &pool, const std::string &day) {
  PgLease lease(pool);
  tbb::task_group group;
  group.run([&] { refreshTotals(lease.get(), day); }); // EXPECT: background-task
  PgRows open(PQexec(lease.get(), "SELECT id FROM tickets WHERE closed_at IS NULL"));
  const int left = PQntuples(open.get());
  group.wait();
  return left;
}
