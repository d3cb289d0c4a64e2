#pragma once
// A pool of raw libpq handles; acquire() gives up at once when none is idle.
#include <libpq-fe.h>
#include <mutex>
#include <string>
#include <vector>

class PgPool {
public:
  explicit PgPool(std::string conninfo) : conninfo_(std::move(conninfo)) {}
  PgPool(const PgPool &) = delete;
  PgPool &operator=(const PgPool &) = delete;

  ~PgPool() {
    for (PGconn *conn : idle_)
      PQfinish(conn);
  }

  PGconn *acquire() {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (!idle_.empty()) {
        PGconn *conn = idle_.back();
        idle_.pop_back();
        return conn;
      }
    }
    PGconn *fresh = PQconnectdb(conninfo_.c_str());
    if (PQstatus(fresh) != CONNECTION_OK) {
      PQfinish(fresh);
      return nullptr;
    }
    return fresh;
  }

  void release(PGconn *conn) {
    std::lock_guard<std::mutex> lock(mutex_);
    idle_.push_back(conn);
  }

private:
  std::string conninfo_;
  std::mutex mutex_;
  std::vector<PGconn *> idle_;
};
