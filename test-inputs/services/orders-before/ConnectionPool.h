#pragma once

#include <libpq-fe.h>

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <queue>
#include <string>

/// A fixed number of connections to the orders database, shared by all request threads.
class ConnectionPool {
public:
  ConnectionPool(const std::string &conninfo, std::size_t size);
  ~ConnectionPool();
  ConnectionPool(const ConnectionPool &) = delete;
  ConnectionPool &operator=(const ConnectionPool &) = delete;

  /// Waits until a connection is free.
  PGconn *acquire();
  void release(PGconn *connection);

private:
  std::queue<PGconn *> free_;
  std::mutex mutex_;
  std::condition_variable available_;
};

/// Holds a connection of the pool for as long as it lives.
class Session {
public:
  explicit Session(ConnectionPool &pool) : pool_(pool), connection_(pool.acquire()) {}
  ~Session() { pool_.release(connection_); }
  Session(const Session &) = delete;
  Session &operator=(const Session &) = delete;

  PGconn *get() const { return connection_; }

private:
  ConnectionPool &pool_;
  PGconn *connection_;
};
