// what: at level style a guarded connection is fine, and so is the guard's own code.
// options: Level=style
#include "ua_mysql_pool.h"
#include <string>

class ScopedConnection {
public:
  explicit ScopedConnection(MysqlPool &pool) : pool_(&pool), conn_(pool.getConnection()) {}
  ScopedConnection(ScopedConnection &&other) noexcept : pool_(other.pool_), conn_(other.conn_) { other.conn_ = nullptr; }
  ScopedConnection &operator=(ScopedConnection &&) = delete;
  ~ScopedConnection() {
    if (conn_ != nullptr)
      pool_->releaseConnection(conn_);
  }
  MYSQL *operator*() const { return conn_; }

private:
  MysqlPool *pool_;
  MYSQL *conn_;
};

bool resetPassword(MysqlPool &pool, const std::string &user, const std::string &hash) {
  ScopedConnection conn(pool);
  std::string sql = "UPDATE users SET password = '" + hash + "' WHERE name = '" + user + "'";
  if (mysql_query(*conn, sql.c_str()) != 0)
    return false;
  return mysql_affected_rows(*conn) == 1;
}
