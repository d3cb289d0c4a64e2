// what: a hand-written move-only guard in an optional is reset before the slow part and taken again after it.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ua_pg_pool.h"
#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <utility>

class PgLease {
public:
  explicit PgLease(PgPool &pool) : pool_(&pool), conn_(pool.acquire()) {}
  PgLease(PgLease &&o) noexcept : pool_(o.pool_), conn_(std::exchange(o.conn_, nullptr)) {}
  PgLease &operator=(PgLease &&o) noexcept {
    std::swap(pool_, o.pool_);
    std::swap(conn_, o.conn_);
    return *this;
  }
  ~PgLease() { giveBack(); }

  void giveBack() {
    if (conn_)
      pool_->release(std::exchange(conn_, nullptr));
  }
  PGconn *get() const { return conn_; }

private:
  PgPool *pool_;
  PGconn *conn_;
};

static bool run(PGconn *conn, const char *sql) {
  PGresult *res = PQexec(conn, sql);
  bool ok = PQresultStatus(res) == PGRES_COMMAND_OK;
  PQclear(res);
  return ok;
}

bool reindex(PgPool &pool) {
  std::optional<PgLease> lease(std::in_place, pool);
  if (!run(lease->get(), "REINDEX TABLE search"))
    return false;
  lease.reset();
  std::this_thread::sleep_for(std::chrono::seconds(30));
  lease.emplace(pool);
  return run(lease->get(), "ANALYZE search");
}

bool rotate(PgPool &pool) {
  PgLease lease(pool);
  if (!run(lease.get(), "INSERT INTO rotations DEFAULT VALUES"))
    return false;
  lease.giveBack();
  std::this_thread::sleep_for(std::chrono::seconds(5));
  return true;
}
