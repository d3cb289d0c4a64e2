// what: std::shared_ptr<void>(nullptr, deleter) runs its deleter at the end of the scope: a scope guard in disguise.
#include "ua_mysql_pool.h"
#include <memory>
#include <stdexcept>
#include <string>

void purgeOlderThan(MysqlPool &pool, int days) {
  MYSQL *conn = pool.getConnection();
  std::shared_ptr<void> atExit(nullptr, [&](void *) { pool.releaseConnection(conn); });

  if (days < 1)
    throw std::invalid_argument("days");
  std::string sql = "DELETE FROM log WHERE created < NOW() - INTERVAL " + std::to_string(days) + " DAY";
  if (mysql_query(conn, sql.c_str()) != 0)
    throw std::runtime_error(mysql_error(conn));
}
