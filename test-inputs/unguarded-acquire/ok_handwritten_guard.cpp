// what: a guard class around getConnection/releaseConnection; returns and exceptions are harmless.
#include "ua_mysql_pool.h"
#include <stdexcept>
#include <string>

class ConnGuard {
public:
  explicit ConnGuard(MysqlPool &pool) : pool_(pool), conn_(pool_.getConnection()) {}
  ConnGuard(const ConnGuard &) = delete;
  ConnGuard &operator=(const ConnGuard &) = delete;
  ~ConnGuard() {
    if (conn_)
      pool_.releaseConnection(conn_);
  }

  MYSQL *get() const { return conn_; }
  operator MYSQL *() const { return conn_; }

private:
  MysqlPool &pool_;
  MYSQL *conn_;
};

std::string lookupCountry(MysqlPool &pool, const std::string &ip) {
  ConnGuard conn(pool);
  if (ip.find(':') != std::string::npos)
    return "??";
  std::string sql = "SELECT country FROM geo WHERE INET_ATON('" + ip + "') BETWEEN lo AND hi";
  if (mysql_query(conn, sql.c_str()) != 0)
    throw std::runtime_error(mysql_error(conn));
  MYSQL_RES *rows = mysql_store_result(conn.get());
  MYSQL_ROW row = mysql_fetch_row(rows);
  std::string country = row ? row[0] : "??";
  mysql_free_result(rows);
  return country;
}
