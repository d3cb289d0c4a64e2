// what: a helper that takes a connection, prepares it and returns it passes the duty on to its caller, who does give it back.
#include "ua_mysql_pool.h"
#include <string>

class ReportDao {
public:
  explicit ReportDao(MysqlPool &pool) : pool_(pool) {}

  unsigned long long rowsIn(const std::string &table) {
    MYSQL *conn = readOnlyConnection();
    if (conn == nullptr)
      return 0;
    unsigned long long rows = 0;
    if (mysql_query(conn, ("SELECT 1 FROM " + table).c_str()) == 0) {
      MYSQL_RES *res = mysql_store_result(conn);
      rows = mysql_num_rows(res);
      mysql_free_result(res);
    }
    pool_.releaseConnection(conn);
    return rows;
  }

private:
  MYSQL *readOnlyConnection() {
    MYSQL *conn = pool_.tryGetConnection();
    if (conn == nullptr)
      return nullptr;
    if (mysql_query(conn, "SET SESSION max_statement_time = 5") != 0) {
      pool_.releaseConnection(conn);
      return nullptr;
    }
    return conn;
  }

  MysqlPool &pool_;
};
