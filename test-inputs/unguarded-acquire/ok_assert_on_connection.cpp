// what: assert(conn) ends the program where the pointer is null; and a second assert may fail without leaking anything that matters.
#include "ua_mysql_pool.h"
#include <cassert>
#include <string>

std::string serverUuid(MysqlPool &pool) {
  MYSQL *conn = pool.tryGetConnection();
  assert(conn);
  int failed = mysql_query(conn, "SELECT @@server_uuid");
  assert(failed == 0);
  (void)failed;
  MYSQL_RES *rows = mysql_store_result(conn);
  MYSQL_ROW row = mysql_fetch_row(rows);
  std::string uuid = row ? row[0] : "";
  mysql_free_result(rows);
  pool.releaseConnection(conn);
  return uuid;
}
