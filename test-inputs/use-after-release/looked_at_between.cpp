// what: between the release and the use somebody asks whether the variable is null, or one of the paths has had its report already.
#include "ua_mysql_pool.h"

bool something();

void askedInBetween(MysqlPool &pool) {
  MYSQL *conn = pool.tryGetConnection();
  pool.releaseConnection(conn);
  if (!conn)
    something();
  mysql_query(conn, "SELECT 1"); // EXPECT: use-after-release
}

void onePathWasTold(MysqlPool &pool, bool verbose) {
  MYSQL *conn = pool.getConnection();
  pool.releaseConnection(conn);
  if (verbose)
    mysql_query(conn, "SELECT 1"); // EXPECT: use-after-release
  mysql_query(conn, "SELECT 2"); // EXPECT: use-after-release
}

void inEachRound(MysqlPool &pool) {
  MYSQL *conn = pool.getConnection(); // EXPECT: unguarded-acquire
  while (something())
    pool.releaseConnection(conn); // EXPECT: use-after-release
  mysql_query(conn, "SELECT 1"); // EXPECT: use-after-release
}
