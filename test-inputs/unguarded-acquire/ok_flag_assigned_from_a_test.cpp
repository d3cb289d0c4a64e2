// what: a flag is assigned, not initialised, with whether there is a session; and asked when the variable is empty again.
#include "ua_mysql_pool.h"

bool ping(MysqlPool &pool) {
  bool have = false;
  MYSQL *conn = pool.tryGetConnection();
  have = conn != nullptr;
  if (have)
    pool.releaseConnection(conn);
  return have;
}

bool handOver(MysqlPool &pool) {
  MYSQL *conn = pool.tryGetConnection();
  bool have = conn != nullptr;
  MYSQL *other = conn;
  conn = nullptr;
  if (have)
    pool.releaseConnection(other);
  return have;
}
