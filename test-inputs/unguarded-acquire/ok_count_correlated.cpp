// what: taken if n > 0 and given back if n > 0: the same condition twice.
#include "ua_mysql_pool.h"
#include <string>

int deleteTokens(MysqlPool &pool, const char *const *tokens, int n) {
  MYSQL *conn = nullptr;
  int deleted = 0;
  if (n > 0)
    conn = pool.getConnection();

  for (int i = 0; i < n; ++i) {
    std::string sql = std::string("DELETE FROM tokens WHERE token = '") + tokens[i] + "'";
    if (mysql_query(conn, sql.c_str()) == 0)
      ++deleted;
  }

  if (n > 0)
    pool.releaseConnection(conn);
  return deleted;
}
