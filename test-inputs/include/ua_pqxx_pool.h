#pragma once
// A pool that hands out shared_ptr and wants them back: forgetting to do so destroys the connection and shrinks the pool.
#include <condition_variable>
#include <memory>
#include <mutex>
#include <pqxx/pqxx>
#include <queue>
#include <string>

class ConnectionPool {
public:
  ConnectionPool(const std::string &conninfo, int size) {
    for (int i = 0; i < size; ++i)
      pool_.push(std::make_shared<pqxx::connection>(conninfo));
  }

  std::shared_ptr<pqxx::connection> get_connection() {
    std::unique_lock<std::mutex> lock(mutex_);
    cv_.wait(lock, [this] { return !pool_.empty(); });
    auto conn = pool_.front();
    pool_.pop();
    return conn;
  }

  void return_connection(std::shared_ptr<pqxx::connection> conn) {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      pool_.push(std::move(conn));
    }
    cv_.notify_one();
  }

private:
  std::queue<std::shared_ptr<pqxx::connection>> pool_;
  std::mutex mutex_;
  std::condition_variable cv_;
};
