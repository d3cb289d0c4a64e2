// what: a MYSQL* from the pool is an argument of a detached thread
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "bg_mysql_pool.h"
#include <cstdio>
#include <string>
#include <thread>

static void rebuildIndex(MYSQL *conn, const std::string &shop) {
  const std::string sql = "CALL rebuild_search('" + shop + "')";
  if (mysql_query(conn, sql.c_str()) != 0)
    std::fprintf(stderr, "rebuild of %s: %s\n", shop.c_str(), mysql_error(conn));
}

class CatalogAdmin {
public:
  explicit CatalogAdmin(std::shared_ptr<MySqlConnections> db) : db_(std::move(db)) {}

  bool publish(const std::string &shop) {
    auto conn = db_->getConnection();
    if (mysql_query(conn.get(), "UPDATE catalog SET published = 1") != 0)
      return false;
    std::thread worker(rebuildIndex, conn.get(), shop); // EXPECT: background-task
    worker.detach();
    return true;
  }

private:
  std::shared_ptr<MySqlConnections> db_;
};
