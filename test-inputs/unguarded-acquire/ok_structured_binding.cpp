// what: the session arrives in a pair and is taken apart with a structured binding; nothing is held when the flag says so.
#include "ua_mysql_pool.h"
#include <string>
#include <utility>

static std::pair<MYSQL *, bool> tryLease(MysqlPool &pool) {
  MYSQL *conn = pool.tryGetConnection();
  return {conn, conn != nullptr};
}

bool bumpCounter(MysqlPool &pool, const std::string &name) {
  auto [conn, ok] = tryLease(pool);
  if (!ok)
    return false;
  bool done = mysql_query(conn, ("UPDATE counters SET value = value + 1 WHERE name = '" + name + "'").c_str()) == 0;
  pool.releaseConnection(conn);
  return done;
}
