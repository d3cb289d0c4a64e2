// what: the helper that starts the thread is harmless by itself; the caller that gives it a lambda over its lease is not
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"
#include <cstdio>
#include <functional>
#include <string>
#include <thread>

static void runInBackground(const char *name, std::function<void()> work) {
  std::thread([name, work = std::move(work)] {
    std::printf("start %s\n", name);
    work();
    std::printf("done %s\n", name);
  }).detach();
}

bool archiveProject(PgConnPool &pool, const std::string &project) {
  PgLease lease(pool);
  const char *values[] = {project.c_str()};
  PgRows found(PQexecParams(lease.get(), "SELECT 1 FROM projects WHERE name = $1", 1, nullptr, values, nullptr, nullptr, 0));
  if (PQntuples(found.get()) == 0)
    return false;
  runInBackground("archive", [&, project] { // EXPECT: background-task
    const char *key[] = {project.c_str()};
    PgRows moved(PQexecParams(lease.get(), "SELECT archive($1)", 1, nullptr, key, nullptr, nullptr, 0));
  });
  return true;
}
