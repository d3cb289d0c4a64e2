// what: a flag says whether there was a session in a variable that holds another, or none, by now.
#include "ua_mysql_pool.h"

void emptied(MysqlPool &pool) {
  MYSQL *conn = pool.tryGetConnection(); // EXPECT: unguarded-acquire
  bool have = conn != nullptr;
  conn = nullptr;
  if (have)
    pool.releaseConnection(conn);
}

void another(MysqlPool &pool) {
  MYSQL *conn = pool.tryGetConnection();
  const bool have = conn != nullptr;
  if (have)
    pool.releaseConnection(conn);
  conn = pool.tryGetConnection(); // EXPECT: unguarded-acquire
  if (have)
    pool.releaseConnection(conn);
}
