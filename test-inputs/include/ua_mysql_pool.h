#pragma once
// The blocking queue-of-connections pool that most tutorials show.
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <mysql/mysql.h>
#include <queue>
#include <string>

struct MysqlConfig {
  std::string host = "127.0.0.1";
  std::string user;
  std::string password;
  std::string database;
  unsigned port = 3306;
};

class MysqlPool {
public:
  explicit MysqlPool(MysqlConfig config) : config_(std::move(config)) {}
  MysqlPool(const MysqlPool &) = delete;
  MysqlPool &operator=(const MysqlPool &) = delete;

  ~MysqlPool() {
    std::lock_guard<std::mutex> lock(mutex_);
    while (!idle_.empty()) {
      MYSQL *conn = idle_.front();
      idle_.pop();
      mysql_close(conn);
    }
  }

  bool init(std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
      MYSQL *conn = open();
      if (conn == nullptr)
        return false;
      std::lock_guard<std::mutex> lock(mutex_);
      idle_.push(conn);
    }
    return true;
  }

  // Waits until a connection is idle.
  MYSQL *getConnection() {
    std::unique_lock<std::mutex> lock(mutex_);
    available_.wait(lock, [this] { return !idle_.empty(); });
    MYSQL *conn = idle_.front();
    idle_.pop();
    return conn;
  }

  // Returns nullptr when no connection is idle.
  MYSQL *tryGetConnection() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (idle_.empty())
      return nullptr;
    MYSQL *conn = idle_.front();
    idle_.pop();
    return conn;
  }

  void releaseConnection(MYSQL *conn) {
    if (conn == nullptr)
      return;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      idle_.push(conn);
    }
    available_.notify_one();
  }

private:
  MYSQL *open() {
    MYSQL *conn = mysql_init(nullptr);
    if (conn == nullptr)
      return nullptr;
    if (mysql_real_connect(conn, config_.host.c_str(), config_.user.c_str(), config_.password.c_str(),
                           config_.database.c_str(), config_.port, nullptr, 0) == nullptr) {
      mysql_close(conn);
      return nullptr;
    }
    return conn;
  }

  MysqlConfig config_;
  std::mutex mutex_;
  std::condition_variable available_;
  std::queue<MYSQL *> idle_;
};
