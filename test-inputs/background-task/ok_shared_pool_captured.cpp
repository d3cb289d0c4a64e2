// what: right: a shared_ptr to the pool is copied into queued jobs; a variable named conn inside them is acquired there
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "bg_mysql_pool.h"
#include "bg_thread_pool.h"
#include <string>
#include <thread>

class ClickStream {
public:
  ClickStream(std::shared_ptr<MySqlConnections> db, ThreadPool &workers) : db_(std::move(db)), workers_(workers) {}

  void click(const std::string &page) {
    workers_.enqueue([pool = db_, page] {
      auto conn = pool->getConnection();
      mysql_query(conn.get(), ("INSERT INTO clicks(page) VALUES ('" + page + "')").c_str());
    });
  }

  void flush() {
    std::thread([this] {
      auto conn = db_->getConnection();
      mysql_query(conn.get(), "CALL fold_clicks()");
    }).detach();
  }

  static void compact(std::shared_ptr<MySqlConnections> pool) {
    auto conn = pool->getConnection();
    mysql_query(conn.get(), "OPTIMIZE TABLE clicks");
  }
  void compactLater() { workers_.enqueue(&ClickStream::compact, db_); }

private:
  std::shared_ptr<MySqlConnections> db_;
  ThreadPool &workers_;
};
