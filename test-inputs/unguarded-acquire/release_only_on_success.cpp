// what: the release sits inside the success branch.
#include "ua_mysql_pool.h"
#include <string>

bool userLogin(MysqlPool &pool, const std::string &name, const std::string &hash) {
  if (name.empty())
    return false;
  MYSQL *sql = pool.getConnection(); // EXPECT: unguarded-acquire
  std::string order = "SELECT password FROM user WHERE username='" + name + "' LIMIT 1";
  bool ok = false;
  if (mysql_query(sql, order.c_str()) == 0) {
    MYSQL_RES *res = mysql_store_result(sql);
    while (MYSQL_ROW row = mysql_fetch_row(res))
      ok = hash == row[0];
    mysql_free_result(res);
    pool.releaseConnection(sql);
  }
  return ok;
}
