// what: the pool itself: it may wait, and it may keep connections.
// flags: -std=c++20 -isystem /usr/include/postgresql

#include "ConnectionPool.h"

#include <stdexcept>

ConnectionPool::ConnectionPool(const std::string &conninfo, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) {
    PGconn *connection = PQconnectdb(conninfo.c_str());
    if (PQstatus(connection) != CONNECTION_OK) {
      std::string reason = PQerrorMessage(connection);
      PQfinish(connection);
      throw std::runtime_error("cannot connect: " + reason);
    }
    free_.push(connection);
  }
}

ConnectionPool::~ConnectionPool() {
  while (!free_.empty()) {
    PQfinish(free_.front());
    free_.pop();
  }
}

PGconn *ConnectionPool::acquire() {
  std::unique_lock lock(mutex_);
  available_.wait(lock, [this] { return !free_.empty(); });
  PGconn *connection = free_.front();
  free_.pop();
  return connection;
}

void ConnectionPool::release(PGconn *connection) {
  {
    std::lock_guard lock(mutex_);
    free_.push(connection);
  }
  available_.notify_one();
}
