// what: release() takes the connection out of its guard, and the raw pointer is then not given back on the failing path.
#include "ua_mysql_pool.h"
#include <memory>

struct PutBack {
  MysqlPool *pool;
  void operator()(MYSQL *conn) const { pool->releaseConnection(conn); }
};

bool rotatePartition(MysqlPool &pool) {
  std::unique_ptr<MYSQL, PutBack> guard(pool.getConnection(), PutBack{&pool}); // EXPECT: unguarded-acquire
  if (mysql_query(guard.get(), "ALTER TABLE events ADD PARTITION (PARTITION pnew VALUES LESS THAN MAXVALUE)") != 0)
    return false;
  MYSQL *raw = guard.release();
  if (mysql_query(raw, "ALTER TABLE events DROP PARTITION pold") != 0)
    return false;
  pool.releaseConnection(raw);
  return true;
}
