// what: falling back to a fresh connection overwrites the only pointer to the stale one.
#include "ua_mysql_pool.h"
#include <iostream>

class HeartbeatJob {
public:
  explicit HeartbeatJob(MysqlPool &pool) : pool_(pool) {}

  void run() {
    MYSQL *conn = pool_.tryGetConnection(); // EXPECT: unguarded-acquire
    if (conn == nullptr)
      return;
    if (mysql_ping(conn) != 0) {
      std::cerr << "stale connection: " << mysql_error(conn) << '\n';
      conn = pool_.tryGetConnection();
      if (conn == nullptr)
        return;
    }
    mysql_query(conn, "REPLACE INTO heartbeat(node, beat) VALUES (1, NOW())");
    pool_.releaseConnection(conn);
  }

private:
  MysqlPool &pool_;
};
