#pragma once
// Hands out shared_ptr<MYSQL> whose deleter gives the connection back. Needs -isystem /usr/include/mariadb.
#include <condition_variable>
#include <list>
#include <memory>
#include <mutex>
#include <mysql.h>
#include <string>

class MySqlConnections : public std::enable_shared_from_this<MySqlConnections> {
public:
  static std::shared_ptr<MySqlConnections> create(const std::string &host, const std::string &user,
                                                  const std::string &password, const std::string &schema, int count) {
    auto pool = std::make_shared<MySqlConnections>();
    for (int i = 0; i < count; ++i) {
      MYSQL *conn = mysql_init(nullptr);
      if (conn == nullptr)
        break;
      if (mysql_real_connect(conn, host.c_str(), user.c_str(), password.c_str(), schema.c_str(), 3306, nullptr, 0) ==
          nullptr) {
        mysql_close(conn);
        continue;
      }
      pool->idle_.push_back(conn);
    }
    return pool;
  }
  MySqlConnections() = default;
  MySqlConnections(const MySqlConnections &) = delete;
  ~MySqlConnections() {
    for (MYSQL *conn : idle_)
      mysql_close(conn);
  }

  std::shared_ptr<MYSQL> getConnection() {
    std::unique_lock<std::mutex> lock(mutex_);
    notEmpty_.wait(lock, [this] { return !idle_.empty(); });
    MYSQL *conn = idle_.front();
    idle_.pop_front();
    return std::shared_ptr<MYSQL>(conn, [pool = shared_from_this()](MYSQL *c) { pool->giveBack(c); });
  }

private:
  void giveBack(MYSQL *conn) {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      idle_.push_back(conn);
    }
    notEmpty_.notify_one();
  }

  std::list<MYSQL *> idle_;
  std::mutex mutex_;
  std::condition_variable notEmpty_;
};
