// what: the return in the worker's lambda leaves the lambda with the connection that it took.
#include "ua_mysql_pool.h"
#include <string>
#include <thread>

class Indexer {
public:
  explicit Indexer(MysqlPool &pool) : pool_(pool) {}
  ~Indexer() {
    if (worker_.joinable())
      worker_.join();
  }

  void start(unsigned long document) {
    worker_ = std::thread([this, document] {
      MYSQL *conn = pool_.getConnection(); // EXPECT: unguarded-acquire
      std::string sql = "SELECT body FROM documents WHERE id = " + std::to_string(document);
      if (mysql_query(conn, sql.c_str()) != 0)
        return;
      MYSQL_RES *rows = mysql_store_result(conn);
      indexed_ += mysql_num_rows(rows);
      mysql_free_result(rows);
      pool_.releaseConnection(conn);
    });
  }

private:
  MysqlPool &pool_;
  std::thread worker_;
  unsigned long long indexed_ = 0;
};
