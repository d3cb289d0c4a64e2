// what: handles are exchanged, and then the empty one is given back.
#include "ua_mysql_pool.h"
#include <utility>

void exchange(MysqlPool &pool) {
  MYSQL *first = pool.getConnection(); // EXPECT: unguarded-acquire
  MYSQL *second = nullptr;
  std::swap(first, second);
  pool.releaseConnection(first);
}
