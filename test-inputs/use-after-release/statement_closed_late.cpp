// what: closing a statement tells the server, on a connection that is back in its pool
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "slow_mysql_pool.h"

#include <stdexcept>
#include <string>

bool run(const std::string &query) {
  MYSQL *sql = SqlConnPool::Instance()->GetConn();
  MYSQL_STMT *statement = mysql_stmt_init(sql);
  const bool done = mysql_stmt_prepare(statement, query.c_str(), query.size()) == 0 && mysql_stmt_execute(statement) == 0;
  SqlConnPool::Instance()->FreeConn(sql);
  mysql_stmt_close(statement); // EXPECT: use-after-release "statement 'statement' is used after its session was given back"
  return done;
}

int runIfMade(const std::string &query) {
  MYSQL *sql = SqlConnPool::Instance()->GetConn();
  MYSQL_STMT *statement = mysql_stmt_init(sql);
  if (!statement || mysql_stmt_prepare(statement, query.c_str(), query.size()) != 0) {
    SqlConnPool::Instance()->FreeConn(sql);
    mysql_stmt_close(statement); // EXPECT: use-after-release "another thread may have it by now"
    return -1;
  }
  mysql_stmt_close(statement);
  SqlConnPool::Instance()->FreeConn(sql);
  return 0;
}

void drop(MYSQL_STMT *statement) { mysql_stmt_close(statement); }

void runByHelper(const std::string &query) {
  MYSQL *sql = SqlConnPool::Instance()->GetConn();
  MYSQL_STMT *statement = mysql_stmt_init(sql);
  mysql_stmt_prepare(statement, query.c_str(), query.size());
  SqlConnPool::Instance()->FreeConn(sql);
  drop(statement); // EXPECT: use-after-release
}

// mysql_close() has cut the statement off: it is only freed.
bool runOnce(MYSQL *sql, const std::string &query) {
  MYSQL_STMT *statement = mysql_stmt_init(sql);
  const bool done = mysql_stmt_prepare(statement, query.c_str(), query.size()) == 0 && mysql_stmt_execute(statement) == 0;
  mysql_close(sql);
  mysql_stmt_close(statement);
  return done;
}

// So it is where a pool's connection is thrown away.
void throwAway(MYSQL *sql) { mysql_close(sql); }

bool runOnBroken(const std::string &query) {
  MYSQL *sql = SqlConnPool::Instance()->GetConn();
  MYSQL_STMT *statement = mysql_stmt_init(sql);
  if (mysql_stmt_prepare(statement, query.c_str(), query.size()) != 0) {
    throwAway(sql);
    mysql_stmt_close(statement);
    return false;
  }
  mysql_stmt_close(statement);
  SqlConnPool::Instance()->FreeConn(sql);
  return true;
}

// The error of a statement is in its own memory.
void runOrThrow(const std::string &query) {
  MYSQL *sql = SqlConnPool::Instance()->GetConn();
  MYSQL_STMT *statement = mysql_stmt_init(sql);
  if (!statement || mysql_stmt_prepare(statement, query.c_str(), query.size()) != 0) {
    SqlConnPool::Instance()->FreeConn(sql);
    throw std::runtime_error(mysql_stmt_error(statement));
  }
  mysql_stmt_close(statement);
  SqlConnPool::Instance()->FreeConn(sql);
}
