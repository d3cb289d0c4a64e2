// what: one of the error branches jumps past the label that gives the connection back.
#include "ua_mysql_pool.h"
#include <cstdlib>

int nextInvoiceNumber(MysqlPool &pool, long *number) {
  int rc = -1;
  MYSQL_RES *rows = nullptr;
  MYSQL_ROW row;
  MYSQL *conn = pool.getConnection(); // EXPECT: unguarded-acquire

  if (mysql_query(conn, "UPDATE counters SET value = LAST_INSERT_ID(value + 1) WHERE name = 'invoice'") != 0)
    goto release;
  if (mysql_query(conn, "SELECT LAST_INSERT_ID()") != 0)
    goto release;
  rows = mysql_store_result(conn);
  if (rows == nullptr)
    goto done;
  row = mysql_fetch_row(rows);
  if (row != nullptr) {
    *number = std::strtol(row[0], nullptr, 10);
    rc = 0;
  }
  mysql_free_result(rows);

release:
  pool.releaseConnection(conn);
done:
  return rc;
}
