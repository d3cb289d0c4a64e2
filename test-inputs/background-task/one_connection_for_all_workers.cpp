// what: every worker gets the same connection; that they are joined does not help, libpq allows one user at a time
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"
#include <atomic>
#include <string>
#include <thread>
#include <vector>

int loadAll(PgConnPool &pool, const std::vector<std::string> &files) {
  PgLease lease(pool);
  std::atomic<int> loaded{0};
  std::vector<std::thread> workers;
  for (const std::string &file : files) {
    workers.emplace_back([&lease, &loaded, &file] { // EXPECT: background-task
      const char *values[] = {file.c_str()};
      PgRows done(PQexecParams(lease.get(), "SELECT load_file($1)", 1, nullptr, values, nullptr, nullptr, 0));
      if (PQresultStatus(done.get()) == PGRES_TUPLES_OK)
        ++loaded;
    });
  }
  for (std::thread &worker : workers)
    worker.join();
  return loaded;
}
