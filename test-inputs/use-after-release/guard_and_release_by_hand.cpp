// what: a session that a guard holds is given back by hand, too: the pool has it twice.
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "slow_mysql_pool.h"

#include <string>

bool registerUser(const std::string &user) {
  MYSQL *sql = nullptr;
  SqlConnRAII guard(&sql, SqlConnPool::Instance());
  const std::string insert = "INSERT INTO user (name) VALUES ('" + user + "')";
  const bool done = mysql_query(sql, insert.c_str()) == 0;
  SqlConnPool::Instance()->FreeConn(sql); // EXPECT: use-after-release "once more by its guard"
  return done;
}

bool isThere() {
  MYSQL *sql = nullptr;
  SqlConnRAII guard(&sql, SqlConnPool::Instance());
  return mysql_ping(sql) == 0;
}

// No guard there.
bool byHand() {
  MYSQL *sql = SqlConnPool::Instance()->GetConn();
  const bool there = mysql_ping(sql) == 0;
  SqlConnPool::Instance()->FreeConn(sql);
  return there;
}
