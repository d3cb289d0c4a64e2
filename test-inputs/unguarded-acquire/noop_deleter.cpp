// what: a shared_ptr whose deleter does nothing guards nothing.
#include "ua_mysql_pool.h"
#include <memory>
#include <string>

bool addTag(MysqlPool &pool, const std::string &tag) {
  std::shared_ptr<MYSQL> conn(pool.getConnection(), [](MYSQL *) {}); // EXPECT: unguarded-acquire
  std::string sql = "INSERT IGNORE INTO tags(name) VALUES ('" + tag + "')";
  return mysql_query(conn.get(), sql.c_str()) == 0;
}
