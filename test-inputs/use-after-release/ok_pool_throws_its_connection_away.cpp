// what: right: the pool closes a broken connection, which cuts its statements off; closing one afterwards only frees it
// flags: -std=c++20 -isystem /usr/include/mariadb
#include <mysql.h>

#include <condition_variable>
#include <mutex>
#include <queue>
#include <string>

class Connections {
public:
  MYSQL *take() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return !idle_.empty(); });
    MYSQL *sql = idle_.front();
    idle_.pop();
    return sql;
  }
  void put(MYSQL *sql) {
    std::lock_guard<std::mutex> lock(mutex_);
    idle_.push(sql);
    changed_.notify_one();
  }
  void discard(MYSQL *sql) {
    mysql_close(sql);
    std::lock_guard<std::mutex> lock(mutex_);
    --size_;
  }

private:
  std::queue<MYSQL *> idle_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int size_ = 0;
};

bool run(Connections &connections, const std::string &query) {
  MYSQL *sql = connections.take();
  MYSQL_STMT *statement = mysql_stmt_init(sql);
  if (mysql_stmt_prepare(statement, query.c_str(), query.size()) != 0) {
    connections.discard(sql);
    mysql_stmt_close(statement);
    return false;
  }
  mysql_stmt_close(statement);
  connections.put(sql);
  return true;
}
