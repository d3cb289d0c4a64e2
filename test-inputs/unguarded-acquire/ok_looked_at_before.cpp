// what: that a session is there, or not, is remembered: where it is looked at again, on paths that have asked and paths that have not, in flags and in conditions with several parts.
#include "ua_mysql_pool.h"

bool something();

void lookedAtTwice(MysqlPool &pool, MysqlPool &replica) {
  MYSQL *first = pool.tryGetConnection();
  if (!first)
    return;
  MYSQL *second = replica.getConnection();
  if (first)
    replica.releaseConnection(second);
  pool.releaseConnection(first);
}

void oneWayHasAsked(MysqlPool &pool, bool verbose) {
  MYSQL *conn = pool.tryGetConnection();
  bool have = conn != nullptr;
  if (verbose) {
    if (have)
      mysql_query(conn, "SELECT 1");
  }
  if (have)
    pool.releaseConnection(conn);
}

void turnedAround(MysqlPool &pool) {
  MYSQL *conn = pool.tryGetConnection();
  bool gone = conn != nullptr;
  gone = !gone;
  if (!gone)
    pool.releaseConnection(conn);
}

void oneOfTwoReasons(MysqlPool &pool) {
  MYSQL *conn = pool.tryGetConnection();
  bool skip = something() && !conn;
  if (!skip && conn)
    pool.releaseConnection(conn);
}

void notBoth(MysqlPool &pool, bool wanted) {
  MYSQL *conn = nullptr;
  if (wanted)
    conn = pool.tryGetConnection();
  if (!(wanted && conn))
    return;
  pool.releaseConnection(conn);
}

void setInALaterRound(MysqlPool &pool) {
  MYSQL *conn = nullptr;
  bool again = false;
  do {
    if (again)
      conn = pool.getConnection();
    if (!again && something())
      return;
    again = true;
    if (conn)
      pool.releaseConnection(conn);
    conn = nullptr;
  } while (something());
}
