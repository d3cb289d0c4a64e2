// what: string, stream and container operations between acquire and release could only fail for lack of memory.
#include "ua_mysql_pool.h"
#include <algorithm>
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

std::vector<std::string> topCustomers(MysqlPool &pool, int limit) {
  std::vector<std::string> names;
  std::map<std::string, std::string> byTotal;
  MYSQL *conn = pool.getConnection();

  std::ostringstream sql;
  sql << "SELECT name, total FROM customers ORDER BY total DESC LIMIT " << std::setw(3) << limit;
  std::cout << "running: " << sql.str() << std::endl;
  if (mysql_query(conn, sql.str().c_str()) == 0) {
    MYSQL_RES *rows = mysql_store_result(conn);
    while (MYSQL_ROW row = mysql_fetch_row(rows)) {
      std::string line = std::string(row[0]) + ": " + row[1];
      names.push_back(line);
      byTotal[row[1]] = row[0];
    }
    mysql_free_result(rows);
  } else {
    std::cerr << "query failed: " << mysql_error(conn) << '\n';
  }
  std::sort(names.begin(), names.end());
  names.reserve(names.size() + 1);
  names.emplace_back("(" + std::to_string(byTotal.size()) + " distinct totals)");
  pool.releaseConnection(conn);
  return names;
}
