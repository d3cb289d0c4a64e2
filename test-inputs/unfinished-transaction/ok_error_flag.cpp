// what: right: the flag says whether the transaction was already rolled back, and the commit asks the flag
// flags: -std=c++20 -isystem /usr/include/mariadb
#include <mysql.h>
#include <string>
#include <vector>

bool applyAll(MYSQL *conn, const std::vector<std::string> &statements) {
  bool failed = false;
  if (mysql_query(conn, "BEGIN"))
    return false;
  for (const std::string &statement : statements) {
    if (mysql_query(conn, statement.c_str()) != 0) {
      mysql_query(conn, "ROLLBACK");
      failed = true;
      break;
    }
  }
  if (!failed)
    failed = mysql_query(conn, "COMMIT") != 0;
  return !failed;
}

// The other way round: the flag says that a transaction is open.
int archive(MYSQL *conn, bool atomically) {
  bool open = false;
  if (atomically) {
    if (mysql_query(conn, "START TRANSACTION"))
      return -1;
    open = true;
  }
  const int rc = mysql_query(conn, "INSERT INTO archive SELECT * FROM live");
  if (open && mysql_query(conn, rc == 0 ? "COMMIT" : "ROLLBACK") != 0)
    return -1;
  return rc;
}
