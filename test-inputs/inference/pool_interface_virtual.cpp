// what: the pool is an abstract interface with one implementation; the pair acquire/release counts through the base class too.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ua_pg_pool.h"
#include <memory>
#include <string>

struct IConnectionPool {
  virtual ~IConnectionPool() = default;
  virtual PGconn *acquire() = 0;
  virtual void release(PGconn *conn) = 0;
};

class PgConnectionPool : public IConnectionPool {
public:
  explicit PgConnectionPool(std::string conninfo) : pool_(std::move(conninfo)) {}
  PGconn *acquire() override { return pool_.acquire(); }
  void release(PGconn *conn) override { pool_.release(conn); }

private:
  PgPool pool_;
};

class FlagStore {
public:
  explicit FlagStore(std::shared_ptr<IConnectionPool> pool) : pool_(std::move(pool)) {}

  bool enabled(const std::string &flag) {
    PGconn *conn = pool_->acquire(); // EXPECT: unguarded-acquire
    if (conn == nullptr)
      return false;
    const char *params[] = {flag.c_str()};
    PGresult *res = PQexecParams(conn, "SELECT enabled FROM flags WHERE name = $1", 1, nullptr, params, nullptr, nullptr, 0);
    if (PQntuples(res) != 1) {
      PQclear(res);
      return false;
    }
    bool on = PQgetvalue(res, 0, 0)[0] == 't';
    PQclear(res);
    pool_->release(conn);
    return on;
  }

  void touch(const std::string &flag) {
    PGconn *conn = pool_->acquire();
    if (conn == nullptr)
      return;
    const char *params[] = {flag.c_str()};
    PQclear(PQexecParams(conn, "UPDATE flags SET read_at = now() WHERE name = $1", 1, nullptr, params, nullptr, nullptr, 0));
    pool_->release(conn);
  }

private:
  std::shared_ptr<IConnectionPool> pool_;
};
