// what: right: every path commits or rolls back and switches autocommit on again; switching it on also ends a transaction
// flags: -std=c++20 -isystem /usr/include/mariadb
#include <cppconn/connection.h>
#include <cppconn/exception.h>
#include <cppconn/statement.h>
#include <memory>
#include <mysql.h>
#include <string>

bool settle(MYSQL *conn, long invoice) {
  const std::string id = std::to_string(invoice);
  if (mysql_autocommit(conn, 0))
    return false;
  const bool ok = mysql_query(conn, ("UPDATE invoices SET paid = 1 WHERE id = " + id).c_str()) == 0 &&
                  mysql_query(conn, ("INSERT INTO payments(invoice) VALUES (" + id + ")").c_str()) == 0;
  const bool ended = (ok ? mysql_commit(conn) : mysql_rollback(conn)) == 0;
  mysql_autocommit(conn, 1);
  return ok && ended;
}

void settleAll(sql::Connection &conn) {
  conn.setAutoCommit(false);
  try {
    std::unique_ptr<sql::Statement> statement(conn.createStatement());
    statement->executeUpdate("UPDATE invoices SET paid = 1");
    statement->executeUpdate("INSERT INTO payments(invoice) SELECT id FROM invoices");
    conn.commit();
  } catch (const sql::SQLException &) {
    conn.rollback();
    conn.setAutoCommit(true);
    throw;
  }
  conn.setAutoCommit(true);
}
