// what: each round takes a session and begins, and nobody ends that before the next; and what is begun on a session that was given back, or is not there, begins nothing.
#include "ua_mysql_pool.h"

bool something();

void eachRound(MysqlPool &pool, bool go) {
  while (go) {
    MYSQL *conn = pool.getConnection(); // EXPECT: unguarded-acquire
    mysql_query(conn, "BEGIN");         // EXPECT: unfinished-transaction
  }
}

void afterTheRelease(MysqlPool &pool) {
  MYSQL *conn = pool.getConnection();
  pool.releaseConnection(conn);
  mysql_query(conn, "BEGIN"); // EXPECT: use-after-release
}

void whereThereIsNone(MysqlPool &pool) {
  MYSQL *conn = nullptr;
  while (something()) {
    conn = pool.tryGetConnection();
    while (something()) {
      mysql_query(conn, "BEGIN");
      if (conn)
        mysql_query(conn, "ROLLBACK");
    }
    if (conn)
      pool.releaseConnection(conn);
  }
}
