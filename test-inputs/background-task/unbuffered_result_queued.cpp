// what: mysql_use_result reads from the connection row by row; in the pool it reads from a connection that someone else has by then
// flags: -std=c++17 -isystem /usr/include/mariadb
#include "bg_mysql_pool.h"
#include "bg_thread_pool.h"
#include <cstdio>

void dumpCustomers(MySqlConnections &db, ThreadPool &workers) {
  auto conn = db.getConnection();
  if (mysql_query(conn.get(), "SELECT id, name FROM customers") != 0)
    return;
  MYSQL_RES *rows = mysql_use_result(conn.get());
  if (rows == nullptr)
    return;
  workers.enqueue([rows] { // EXPECT: background-task
    while (MYSQL_ROW row = mysql_fetch_row(rows))
      std::printf("%s;%s\n", row[0], row[1]);
    mysql_free_result(rows);
  });
}
