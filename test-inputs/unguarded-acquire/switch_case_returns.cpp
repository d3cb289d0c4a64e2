// what: one case of the switch returns with the lease.
#include "ua_mysql_pool.h"
#include <string>

enum class Format { Csv, Json, Xml };

std::string describeTable(MysqlPool &pool, const std::string &table, Format format) {
  MYSQL *conn = pool.getConnection(); // EXPECT: unguarded-acquire
  std::string sql = "SHOW COLUMNS FROM " + table;
  std::string out;
  switch (format) {
  case Format::Csv:
    if (mysql_query(conn, sql.c_str()) == 0) {
      MYSQL_RES *rows = mysql_store_result(conn);
      while (MYSQL_ROW row = mysql_fetch_row(rows))
        out.append(row[0]).append(",");
      mysql_free_result(rows);
    }
    break;
  case Format::Json:
    out = "[]";
    break;
  case Format::Xml:
    return "<unsupported/>";
  }
  pool.releaseConnection(conn);
  return out;
}
