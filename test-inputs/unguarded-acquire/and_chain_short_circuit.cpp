// what: the connection is taken in the middle of a && chain; when a later operand is false, nobody gives it back.
#include "ua_mysql_pool.h"
#include <string>

struct Request {
  std::string token;
  std::string table;
  bool authorised() const { return token.size() == 32; }
};

bool truncateTable(MysqlPool &pool, const Request &req) {
  MYSQL *conn = nullptr;
  if (req.authorised() &&
      (conn = pool.tryGetConnection()) != nullptr && // EXPECT: unguarded-acquire
      mysql_select_db(conn, "staging") == 0 &&
      mysql_query(conn, ("TRUNCATE " + req.table).c_str()) == 0) {
    pool.releaseConnection(conn);
    return true;
  }
  return false;
}
