// what: one BEGIN on whichever of two sessions there is, and its end on the same.
#include "ua_mysql_pool.h"

void touch(MysqlPool &pool, MysqlPool &replica, bool read) {
  MYSQL *conn = nullptr;
  if (read)
    conn = replica.getConnection();
  else
    conn = pool.getConnection();
  mysql_query(conn, "BEGIN");
  mysql_query(conn, "UPDATE t SET n = n + 1");
  mysql_query(conn, "COMMIT");
  if (read)
    replica.releaseConnection(conn);
  else
    pool.releaseConnection(conn);
}
