// what: a known limit: closing a statement tells the server, on a connection that is back in its pool
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "slow_mysql_pool.h"

#include <string>

bool run(const std::string &query) {
  MYSQL *sql = SqlConnPool::Instance()->GetConn();
  MYSQL_STMT *statement = mysql_stmt_init(sql);
  const bool done = mysql_stmt_prepare(statement, query.c_str(), query.size()) == 0 && mysql_stmt_execute(statement) == 0;
  SqlConnPool::Instance()->FreeConn(sql);
  mysql_stmt_close(statement); // MISS: use-after-release
  return done;
}

// mysql_close() has cut the statement off: it is only freed.
bool runOnce(MYSQL *sql, const std::string &query) {
  MYSQL_STMT *statement = mysql_stmt_init(sql);
  const bool done = mysql_stmt_prepare(statement, query.c_str(), query.size()) == 0 && mysql_stmt_execute(statement) == 0;
  mysql_close(sql);
  mysql_stmt_close(statement);
  return done;
}
