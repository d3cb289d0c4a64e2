// what: helpers that give a session back and leave the variable, or the member, empty; and code behind a look at it.
#include "ua_mysql_pool.h"

static void drop(MysqlPool &pool, MYSQL *&conn) {
  if (!conn)
    return;
  pool.releaseConnection(conn);
  conn = nullptr;
}

static void dropAt(MYSQL **conn) {
  mysql_close(*conn);
  *conn = nullptr;
}

void byReference(MysqlPool &pool, MysqlPool &replica) {
  MYSQL *conn = pool.tryGetConnection();
  drop(pool, conn);
  MYSQL *second = replica.getConnection();
  if (conn)
    return;
  replica.releaseConnection(second);
}

void byAddress(MysqlPool &replica) {
  MYSQL *conn = mysql_init(nullptr);
  dropAt(&conn);
  MYSQL *second = replica.getConnection();
  if (conn)
    return;
  replica.releaseConnection(second);
}

class Client {
public:
  ~Client() { close(); }
  void run(MysqlPool &pool) {
    close();
    MYSQL *conn = pool.getConnection();
    if (own_)
      return;
    pool.releaseConnection(conn);
  }

private:
  void close() {
    if (own_)
      mysql_close(own_);
    own_ = nullptr;
  }
  MYSQL *own_ = nullptr;
};
