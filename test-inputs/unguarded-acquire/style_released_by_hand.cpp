// what: released on all paths, but by hand; level style asks for a guard.
// options: Level=style
#include "ua_mysql_pool.h"
#include <string>

bool touchSession(MysqlPool &pool, unsigned long id) {
  MYSQL *conn = pool.getConnection(); // EXPECT: unguarded-acquire
  std::string sql = "UPDATE sessions SET seen = NOW() WHERE id = " + std::to_string(id);
  if (mysql_query(conn, sql.c_str()) != 0) {
    pool.releaseConnection(conn);
    return false;
  }
  bool found = mysql_affected_rows(conn) == 1;
  pool.releaseConnection(conn);
  return found;
}
