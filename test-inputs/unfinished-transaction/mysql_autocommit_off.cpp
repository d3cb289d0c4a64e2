// what: autocommit is switched off; the error path returns without rollback and without switching it on again
// flags: -std=c++20 -isystem /usr/include/mariadb
#include <mysql.h>
#include <string>

bool moveStock(MYSQL *conn, int product, int quantity) {
  mysql_autocommit(conn, 0); // EXPECT: unfinished-transaction
  const std::string amount = std::to_string(quantity), id = std::to_string(product);
  if (mysql_query(conn, ("UPDATE shelf SET quantity = quantity + " + amount + " WHERE product = " + id).c_str()) != 0)
    return false;
  if (mysql_query(conn, ("UPDATE store SET quantity = quantity - " + amount + " WHERE product = " + id).c_str()) != 0) {
    mysql_rollback(conn);
    mysql_autocommit(conn, 1);
    return false;
  }
  mysql_commit(conn);
  mysql_autocommit(conn, 1);
  return true;
}
