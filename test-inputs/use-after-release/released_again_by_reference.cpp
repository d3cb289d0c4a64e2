// what: a helper that takes the variable by reference gives back what was given back already.
#include "ua_mysql_pool.h"

static void drop(MysqlPool &pool, MYSQL *&conn) {
  pool.releaseConnection(conn);
  conn = nullptr;
}

static void renew(MysqlPool &pool, MYSQL *&conn) { conn = pool.getConnection(); }

void twice(MysqlPool &pool) {
  MYSQL *conn = pool.getConnection();
  pool.releaseConnection(conn);
  drop(pool, conn); // EXPECT: use-after-release
}

void once(MysqlPool &pool) {
  MYSQL *conn = pool.getConnection();
  pool.releaseConnection(conn);
  renew(pool, conn);
  drop(pool, conn);
}
