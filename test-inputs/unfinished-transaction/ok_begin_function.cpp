// what: right: begin(), commit() and rollback() of a data access class; leaving the transaction open is the job of begin()
// flags: -std=c++20 -isystem /usr/include/mariadb
#include <mysql.h>
#include <string>

class Connection {
public:
  explicit Connection(MYSQL *conn) : conn_(conn) {}

  bool begin() { return mysql_autocommit(conn_, 0) == 0; }
  bool commit() {
    const bool ok = mysql_commit(conn_) == 0;
    mysql_autocommit(conn_, 1);
    return ok;
  }
  void rollback() {
    mysql_rollback(conn_);
    mysql_autocommit(conn_, 1);
  }
  bool execute(const std::string &sql) { return mysql_query(conn_, sql.c_str()) == 0; }

private:
  MYSQL *conn_;
};

bool mergeUsers(Connection &conn, long from, long to) {
  if (!conn.begin())
    return false;
  if (conn.execute("UPDATE posts SET author = " + std::to_string(to) + " WHERE author = " + std::to_string(from)) &&
      conn.execute("DELETE FROM users WHERE id = " + std::to_string(from)))
    return conn.commit();
  conn.rollback();
  return false;
}
