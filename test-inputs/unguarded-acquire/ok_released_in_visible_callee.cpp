// what: every path ends in a helper whose body gives the connection back.
#include "ua_mysql_pool.h"
#include <string>

class Stock {
public:
  explicit Stock(MysqlPool &pool) : pool_(pool) {}

  bool setLevel(const std::string &sku, int level) {
    MYSQL *conn = pool_.getConnection();
    if (level < 0)
      return fail(conn, "negative level");
    std::string sql = "UPDATE stock SET level = " + std::to_string(level) + " WHERE sku = '" + sku + "'";
    if (mysql_query(conn, sql.c_str()) != 0)
      return fail(conn, mysql_error(conn));
    finish(conn);
    return true;
  }

  const std::string &lastError() const { return error_; }

private:
  bool fail(MYSQL *conn, const char *why) {
    error_ = why;
    finish(conn);
    return false;
  }
  void finish(MYSQL *conn) { pool_.releaseConnection(conn); }

  MysqlPool &pool_;
  std::string error_;
};
