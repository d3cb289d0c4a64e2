#pragma once
// MySQL Connector/C++ pool of unique_ptr: who lets the pointer die makes the pool smaller for ever.
#include <condition_variable>
#include <cppconn/connection.h>
#include <cppconn/exception.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/statement.h>
#include <memory>
#include <mutex>
#include <mysql_driver.h>
#include <queue>
#include <string>

class MySqlPool {
public:
  MySqlPool(const std::string &url, const std::string &user, const std::string &pass, int size) {
    sql::mysql::MySQL_Driver *driver = sql::mysql::get_mysql_driver_instance();
    for (int i = 0; i < size; ++i)
      pool_.push(std::unique_ptr<sql::Connection>(driver->connect(url, user, pass)));
  }

  ~MySqlPool() { close(); }

  // nullptr once the pool is closed
  std::unique_ptr<sql::Connection> getConnection() {
    std::unique_lock<std::mutex> lock(mutex_);
    cond_.wait(lock, [this] { return stop_ || !pool_.empty(); });
    if (stop_)
      return nullptr;
    std::unique_ptr<sql::Connection> con = std::move(pool_.front());
    pool_.pop();
    return con;
  }

  void returnConnection(std::unique_ptr<sql::Connection> con) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (stop_)
      return;
    pool_.push(std::move(con));
    cond_.notify_one();
  }

  void close() {
    std::lock_guard<std::mutex> lock(mutex_);
    stop_ = true;
    cond_.notify_all();
  }

private:
  std::queue<std::unique_ptr<sql::Connection>> pool_;
  std::mutex mutex_;
  std::condition_variable cond_;
  bool stop_ = false;
};
