// what: right: the task is enqueued with the connection and its future is waited for in the same expression
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "bg_mysql_pool.h"
#include "bg_thread_pool.h"
#include <string>

class LegacyBridge {
public:
  LegacyBridge(MySqlConnections &db, ThreadPool &bigStacks) : db_(db), bigStacks_(bigStacks) {}

  unsigned long long convert(const std::string &dump) {
    auto conn = db_.getConnection();
    const int failed = bigStacks_.enqueue([&] { return mysql_query(conn.get(), dump.c_str()); }).get();
    return failed ? 0 : mysql_affected_rows(conn.get());
  }

  bool ping() {
    auto conn = db_.getConnection();
    std::future<int> answer = bigStacks_.enqueue(&mysql_ping, conn.get());
    return answer.get() == 0;
  }

private:
  MySqlConnections &db_;
  ThreadPool &bigStacks_;
};
