// what: a helper gives the session back and leaves the variable empty, but another one still names it.
#include "ua_mysql_pool.h"

static void drop(MysqlPool &pool, MYSQL *&conn) {
  pool.releaseConnection(conn);
  conn = nullptr;
}

static void renew(MysqlPool &pool, MYSQL *&conn) {
  pool.releaseConnection(conn);
  conn = pool.getConnection();
}

void theCopyIsUsed(MysqlPool &pool) {
  MYSQL *conn = pool.getConnection();
  MYSQL *other = conn;
  drop(pool, conn);
  mysql_query(other, "SELECT 1"); // EXPECT: use-after-release
}

void anotherOne(MysqlPool &pool) {
  MYSQL *conn = pool.getConnection();
  renew(pool, conn);
  mysql_query(conn, "SELECT 1");
  pool.releaseConnection(conn);
}
