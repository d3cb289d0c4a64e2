// what: a known limit: the stored procedure commits, which only a model could say
// flags: -std=c++20 -isystem /usr/include/mariadb
#include <mysql.h>

bool close_month(MYSQL *conn) {
  if (mysql_query(conn, "START TRANSACTION") != 0) // EXPECT: unfinished-transaction
    return false;
  if (mysql_query(conn, "UPDATE months SET closed = 1") != 0) {
    mysql_rollback(conn);
    return false;
  }
  return mysql_query(conn, "CALL finish_month()") == 0; // its last statement is COMMIT
}
