// What the examples of the pages take for granted: a pool of libpq handles, its guard, and queries.
#pragma once

#include <condition_variable>
#include <libpq-fe.h>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

class Pool {
public:
  explicit Pool(const char *where, int size = 8) {
    for (int i = 0; i < size; ++i)
      idle_.push_back(PQconnectdb(where));
  }
  ~Pool() {
    for (PGconn *connection : idle_)
      PQfinish(connection);
  }
  PGconn *acquire() {
    std::unique_lock<std::mutex> lock(mutex_);
    given_back_.wait(lock, [this] { return !idle_.empty(); });
    PGconn *connection = idle_.back();
    idle_.pop_back();
    return connection;
  }
  void release(PGconn *connection) {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      idle_.push_back(connection);
    }
    given_back_.notify_one();
  }

private:
  std::mutex mutex_;
  std::condition_variable given_back_;
  std::vector<PGconn *> idle_;
};

class Session {
public:
  explicit Session(Pool &pool) : pool_(pool), connection_(pool.acquire()) {}
  ~Session() { pool_.release(connection_); }
  Session(const Session &) = delete;
  Session &operator=(const Session &) = delete;
  PGconn *get() const { return connection_; }

private:
  Pool &pool_;
  PGconn *connection_;
};

struct Rows {
  std::vector<std::vector<std::string>> values;
  std::size_t size() const { return values.size(); }
  std::string text(std::size_t row, std::size_t column) const { return values[row][column]; }
};

struct Order {
  std::string sku;
  long amount = 0;
};

inline Rows query(PGconn *connection, const char *sql, const std::string &parameter) {
  const char *values[] = {parameter.c_str()};
  PGresult *result =
      PQexecParams(connection, sql, 1, nullptr, values, nullptr, nullptr, /*resultFormat=*/0);
  Rows rows;
  for (int i = 0; i < PQntuples(result); ++i)
    rows.values.push_back({PQgetvalue(result, i, 0)});
  const bool ok = PQresultStatus(result) == PGRES_TUPLES_OK;
  PQclear(result);
  if (!ok)
    throw std::runtime_error("the query failed");
  return rows;
}

inline void exec(PGconn *connection, const char *sql) {
  PGresult *result = PQexec(connection, sql);
  const bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;
  PQclear(result);
  if (!ok)
    throw std::runtime_error("the statement failed");
}
