// what: the guard moves into the callee, whose parameter gives the connection back when it dies.
#include "ua_mysql_pool.h"
#include <memory>
#include <stdexcept>
#include <string>

struct GiveBack {
  MysqlPool *pool = nullptr;
  void operator()(MYSQL *conn) const { pool->releaseConnection(conn); }
};
using Lease = std::unique_ptr<MYSQL, GiveBack>;

static Lease lease(MysqlPool &pool) { return Lease(pool.getConnection(), GiveBack{&pool}); }

static bool runMigration(Lease conn, const std::string &ddl) {
  if (ddl.empty())
    return false;
  if (mysql_query(conn.get(), ddl.c_str()) != 0)
    throw std::runtime_error(mysql_error(conn.get()));
  return true;
}

bool addIndex(MysqlPool &pool) {
  Lease conn = lease(pool);
  if (mysql_query(conn.get(), "SET lock_wait_timeout = 5") != 0)
    return false;
  return runMigration(std::move(conn), "CREATE INDEX by_name ON customers(name)");
}
