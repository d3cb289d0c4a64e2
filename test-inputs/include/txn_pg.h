#pragma once
// libpq with a small pool, a guard and a one-line helper. Needs -isystem /usr/include/postgresql.
#include <libpq-fe.h>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

class PgStore {
public:
  explicit PgStore(std::string dsn) : dsn_(std::move(dsn)) {}
  PgStore(const PgStore &) = delete;
  PgStore &operator=(const PgStore &) = delete;
  ~PgStore() {
    for (PGconn *conn : idle_)
      PQfinish(conn);
  }

  PGconn *checkout() {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (!idle_.empty()) {
        PGconn *conn = idle_.back();
        idle_.pop_back();
        return conn;
      }
    }
    return PQconnectdb(dsn_.c_str());
  }

  void checkin(PGconn *conn) {
    std::lock_guard<std::mutex> lock(mutex_);
    idle_.push_back(conn);
  }

private:
  std::string dsn_;
  std::mutex mutex_;
  std::vector<PGconn *> idle_;
};

// Gives the connection back when it goes out of scope; does not look at what state it is in.
class PgCheckout {
public:
  explicit PgCheckout(PgStore &store) : store_(store), conn_(store.checkout()) {}
  PgCheckout(const PgCheckout &) = delete;
  PgCheckout &operator=(const PgCheckout &) = delete;
  ~PgCheckout() { store_.checkin(conn_); }
  operator PGconn *() const { return conn_; }

private:
  PgStore &store_;
  PGconn *conn_;
};

struct PgClear {
  void operator()(PGresult *result) const { PQclear(result); }
};
using PgResult = std::unique_ptr<PGresult, PgClear>;

inline bool pgRun(PGconn *conn, const char *sql) {
  PGresult *result = PQexec(conn, sql);
  const ExecStatusType status = PQresultStatus(result);
  PQclear(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}
