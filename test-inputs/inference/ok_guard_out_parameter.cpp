// what: the guard's constructor fills a MYSQL* through an out parameter; the raw pointer is only a view of what the guard gives back.
#include "inf_sql_pool.h"
#include <stdexcept>
#include <string>

bool verifyUser(const std::string &name, const std::string &password) {
  MYSQL *mysql = nullptr;
  connectionRAII mysqlcon(&mysql, connection_pool::GetInstance());
  if (mysql == nullptr)
    throw std::runtime_error("pool is empty");
  std::string order = "SELECT passwd FROM user WHERE username='" + name + "' LIMIT 1";
  if (mysql_query(mysql, order.c_str()))
    return false;
  MYSQL_RES *res = mysql_store_result(mysql);
  MYSQL_ROW row = mysql_fetch_row(res);
  bool ok = row != nullptr && password == row[0];
  mysql_free_result(res);
  return ok;
}
