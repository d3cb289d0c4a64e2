#pragma once
// A pool of pqxx connections; a lease is a unique_ptr whose deleter returns the connection.
#include <condition_variable>
#include <memory>
#include <mutex>
#include <pqxx/pqxx>
#include <string>
#include <utility>
#include <vector>

class PqxxPool {
public:
  struct GiveBack {
    PqxxPool *pool = nullptr;
    void operator()(pqxx::connection *conn) const { pool->put(std::unique_ptr<pqxx::connection>(conn)); }
  };
  using Lease = std::unique_ptr<pqxx::connection, GiveBack>;

  PqxxPool(const std::string &url, int size) {
    for (int i = 0; i < size; ++i)
      free_.push_back(std::make_unique<pqxx::connection>(url));
  }

  Lease lease() {
    std::unique_lock<std::mutex> lock(mutex_);
    returned_.wait(lock, [this] { return !free_.empty(); });
    std::unique_ptr<pqxx::connection> conn = std::move(free_.back());
    free_.pop_back();
    return Lease(conn.release(), GiveBack{this});
  }

private:
  void put(std::unique_ptr<pqxx::connection> conn) {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      free_.push_back(std::move(conn));
    }
    returned_.notify_one();
  }

  std::vector<std::unique_ptr<pqxx::connection>> free_;
  std::mutex mutex_;
  std::condition_variable returned_;
};
