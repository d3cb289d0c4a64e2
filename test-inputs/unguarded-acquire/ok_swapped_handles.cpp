// what: handles are exchanged, and what the one variable held is given back through the other.
#include "ua_mysql_pool.h"
#include <utility>

void exchange(MysqlPool &pool) {
  MYSQL *first = nullptr;
  MYSQL *second = pool.getConnection();
  std::swap(first, second);
  mysql_query(first, "SELECT 1");
  pool.releaseConnection(first);
}

struct Holder {
  MYSQL *kept = nullptr;
  void take(MysqlPool &pool) {
    MYSQL *fresh = pool.getConnection();
    std::swap(kept, fresh);
    if (fresh)
      pool.releaseConnection(fresh);
  }
};
