// what: that a session was there says nothing of it after it was given back or taken again.
#include "ua_mysql_pool.h"

bool something();
void tryAgain(MysqlPool &pool, MYSQL *&conn);

static void drop(MysqlPool &pool, MYSQL *&conn) {
  pool.releaseConnection(conn);
  conn = nullptr;
}

void emptiedByAHelper(MysqlPool &pool) {
  MYSQL *conn = pool.tryGetConnection();
  if (!conn)
    return;
  drop(pool, conn);
  MYSQL *second = pool.getConnection(); // EXPECT: unguarded-acquire
  if (!conn)
    return;
  pool.releaseConnection(second);
}

void emptiedByAClosure(MysqlPool &pool) {
  MYSQL *conn = pool.tryGetConnection();
  if (!conn)
    return;
  auto close = [&] {
    pool.releaseConnection(conn);
    conn = nullptr;
  };
  close();
  MYSQL *second = pool.getConnection(); // EXPECT: unguarded-acquire
  if (!conn)
    return;
  pool.releaseConnection(second);
}

void takenAgain(MysqlPool &pool, MysqlPool &replica) {
  MYSQL *conn = pool.tryGetConnection();
  if (!conn)
    return;
  pool.releaseConnection(conn);
  conn = pool.tryGetConnection();
  MYSQL *second = replica.getConnection(); // EXPECT: unguarded-acquire
  if (!conn)
    return;
  replica.releaseConnection(second);
  pool.releaseConnection(conn);
}
