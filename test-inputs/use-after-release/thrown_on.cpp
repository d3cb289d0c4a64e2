// what: a handler of everything gives the session back and throws on; an outer handler of what it was uses it.
#include "ua_mysql_pool.h"
#include <stdexcept>

struct NotFound {};
struct Denied {};

static void look(MYSQL *conn, bool found) {
  mysql_query(conn, "SELECT 1");
  if (!found)
    throw NotFound();
}

void usedInTheOuterHandler(MysqlPool &pool, bool found) {
  MYSQL *conn = pool.getConnection();
  try {
    try {
      look(conn, found);
    } catch (...) {
      pool.releaseConnection(conn);
      throw;
    }
    pool.releaseConnection(conn);
  } catch (const NotFound &) {
    mysql_query(conn, "SELECT 2"); // EXPECT: use-after-release
  }
}

void notCaughtThere(MysqlPool &pool, bool found) {
  MYSQL *conn = pool.getConnection();
  try {
    try {
      look(conn, found);
    } catch (...) {
      pool.releaseConnection(conn);
      throw;
    }
    pool.releaseConnection(conn);
  } catch (const Denied &) {
    mysql_query(conn, "SELECT 2");
  }
}
