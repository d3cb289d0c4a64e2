// what: the many ways of testing for null: where the pointer is null nothing is held.
#include "ua_mysql_pool.h"
#include <string>

bool viaNot(MysqlPool &pool) {
  MYSQL *conn = pool.tryGetConnection();
  if (!conn)
    return false;
  bool ok = mysql_ping(conn) == 0;
  pool.releaseConnection(conn);
  return ok;
}

bool viaEquals(MysqlPool &pool) {
  MYSQL *conn;
  if ((conn = pool.tryGetConnection()) == nullptr)
    return false;
  bool ok = mysql_ping(conn) == 0;
  pool.releaseConnection(conn);
  return ok;
}

bool viaInitStatement(MysqlPool &pool) {
  if (MYSQL *conn = pool.tryGetConnection(); conn != nullptr) {
    bool ok = mysql_ping(conn) == 0;
    pool.releaseConnection(conn);
    return ok;
  }
  return false;
}

bool viaCondition(MysqlPool &pool) {
  bool ok = false;
  if (auto *conn = pool.tryGetConnection()) {
    ok = mysql_ping(conn) == 0;
    pool.releaseConnection(conn);
  }
  return ok;
}

bool viaBool(MysqlPool &pool) {
  MYSQL *conn = pool.tryGetConnection();
  const bool have = conn != nullptr;
  if (!have)
    return false;
  bool ok = mysql_ping(conn) == 0;
  pool.releaseConnection(conn);
  return ok;
}

bool viaTernary(MysqlPool &pool) {
  MYSQL *conn = pool.tryGetConnection();
  bool ok = conn ? mysql_ping(conn) == 0 : false;
  conn ? pool.releaseConnection(conn) : void();
  return ok;
}
