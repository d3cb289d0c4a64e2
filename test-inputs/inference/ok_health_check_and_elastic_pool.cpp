// what: an elastic pool of unique_ptr with a background thread that shrinks and grows it: its own code never puts some pointers back, on purpose.
#include "ua_scope.h"
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <pqxx/pqxx>
#include <queue>
#include <string>
#include <thread>

struct Entry {
  explicit Entry(const std::string &conninfo) : conn(conninfo), born(std::chrono::steady_clock::now()) {}
  pqxx::connection conn;
  std::chrono::steady_clock::time_point born;
};

class ElasticPool {
public:
  ElasticPool(std::string conninfo, std::size_t min) : conninfo_(std::move(conninfo)), min_(min) {
    janitor_ = std::thread([this] {
      while (!stop_) {
        std::this_thread::sleep_for(std::chrono::seconds(30));
        trim();
      }
    });
  }
  ~ElasticPool() {
    stop_ = true;
    janitor_.join();
  }

  std::unique_ptr<Entry> take() {
    std::unique_lock<std::mutex> lock(mutex_);
    if (idle_.empty()) {
      lock.unlock();
      return std::make_unique<Entry>(conninfo_);
    }
    std::unique_ptr<Entry> e = std::move(idle_.front());
    idle_.pop();
    return e;
  }

  void put(std::unique_ptr<Entry> e) {
    if (!e->conn.is_open())
      return;
    std::lock_guard<std::mutex> lock(mutex_);
    idle_.push(std::move(e));
  }

private:
  void trim() {
    std::unique_ptr<Entry> oldest;
    std::lock_guard<std::mutex> lock(mutex_);
    while (idle_.size() > min_) {
      oldest = std::move(idle_.front());
      idle_.pop();
      if (std::chrono::steady_clock::now() - oldest->born < std::chrono::hours(1)) {
        idle_.push(std::move(oldest));
        break;
      }
    }
  }

  std::string conninfo_;
  std::size_t min_;
  std::mutex mutex_;
  std::queue<std::unique_ptr<Entry>> idle_;
  std::atomic<bool> stop_{false};
  std::thread janitor_;
};

int activeUsers(ElasticPool &pool) {
  auto entry = pool.take();
  auto back = finally([&] { pool.put(std::move(entry)); });
  pqxx::read_transaction txn(entry->conn);
  return txn.exec1("SELECT count(*) FROM users WHERE active")[0].as<int>();
}
