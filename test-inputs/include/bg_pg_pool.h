#pragma once
// A hand-written libpq pool and its guard. Needs -isystem /usr/include/postgresql.
#include <condition_variable>
#include <libpq-fe.h>
#include <memory>
#include <mutex>
#include <queue>
#include <string>
#include <utility>

class PgConnPool {
public:
  PgConnPool(const std::string &conninfo, int size) {
    for (int i = 0; i < size; ++i) {
      PGconn *conn = PQconnectdb(conninfo.c_str());
      if (PQstatus(conn) != CONNECTION_OK) {
        PQfinish(conn);
        continue;
      }
      idle_.push(conn);
    }
  }
  PgConnPool(const PgConnPool &) = delete;
  PgConnPool &operator=(const PgConnPool &) = delete;
  ~PgConnPool() {
    while (!idle_.empty()) {
      PQfinish(idle_.front());
      idle_.pop();
    }
  }

  PGconn *acquire() {
    std::unique_lock<std::mutex> lock(mutex_);
    available_.wait(lock, [this] { return !idle_.empty(); });
    PGconn *conn = idle_.front();
    idle_.pop();
    return conn;
  }

  void release(PGconn *conn) {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      idle_.push(conn);
    }
    available_.notify_one();
  }

private:
  std::queue<PGconn *> idle_;
  std::mutex mutex_;
  std::condition_variable available_;
};

class PgLease {
public:
  explicit PgLease(PgConnPool &pool) : pool_(&pool), conn_(pool.acquire()) {}
  PgLease(PgLease &&other) noexcept : pool_(other.pool_), conn_(std::exchange(other.conn_, nullptr)) {}
  PgLease &operator=(PgLease &&) = delete;
  PgLease(const PgLease &) = delete;
  PgLease &operator=(const PgLease &) = delete;
  ~PgLease() {
    if (conn_ != nullptr)
      pool_->release(conn_);
  }
  PGconn *get() const { return conn_; }

private:
  PgConnPool *pool_;
  PGconn *conn_;
};

struct PgResultClear {
  void operator()(PGresult *result) const { PQclear(result); }
};
using PgRows = std::unique_ptr<PGresult, PgResultClear>;

struct PgFinish {
  void operator()(PGconn *conn) const { PQfinish(conn); }
};
using PgOwned = std::unique_ptr<PGconn, PgFinish>;
