// what: the callee takes a second session and then waits for something else: the caller is told of the second session only, the callee of the wait.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"
#include <chrono>
#include <thread>

void audit(PgConnPool &pool, const char *what) {
  PgLease lease(pool);
  PQclear(PQexec(lease.get(), what));
  std::this_thread::sleep_for(std::chrono::seconds(2)); // EXPECT: slow-call
}
void change(PgConnPool &pool) {
  PgLease lease(pool);
  PQclear(PQexec(lease.get(), "UPDATE t SET a = 1"));
  audit(pool, "INSERT INTO log VALUES (1)"); // EXPECT: nested-acquire
}
