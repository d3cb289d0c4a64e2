// what: right: a scope guard stores the callable too, but runs it on this thread when the scope ends
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"
#include <functional>
#include <string>
#include <utility>
#include <vector>

class Finally {
public:
  explicit Finally(std::function<void()> action) : action_(std::move(action)) {}
  Finally(const Finally &) = delete;
  Finally &operator=(const Finally &) = delete;
  ~Finally() { action_(); }

private:
  std::function<void()> action_;
};

// Runs its steps backwards at the end of the scope.
class Cleanup {
public:
  void add(std::function<void()> step) { steps_.push_back(std::move(step)); }
  ~Cleanup() {
    while (!steps_.empty()) {
      steps_.back()();
      steps_.pop_back();
    }
  }

private:
  std::vector<std::function<void()>> steps_;
};

int withLock(PgConnPool &pool, const std::string &job) {
  PgLease lease(pool);
  PgRows locked(PQexec(lease.get(), "SELECT pg_advisory_lock(7)"));
  Finally unlock([&lease] { PgRows done(PQexec(lease.get(), "SELECT pg_advisory_unlock(7)")); });
  Cleanup cleanup;
  cleanup.add([&lease] { PgRows done(PQexec(lease.get(), "DROP TABLE IF EXISTS job_rows")); });
  const char *values[] = {job.c_str()};
  PgRows done(PQexecParams(lease.get(), "SELECT run_job($1)", 1, nullptr, values, nullptr, nullptr, 0));
  return PQntuples(done.get());
}
