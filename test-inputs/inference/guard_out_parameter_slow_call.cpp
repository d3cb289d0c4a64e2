// what: the guard with the out parameter holds the connection until the end of the function, through the pause of the retry.
#include "inf_sql_pool.h"
#include <chrono>
#include <string>
#include <thread>

bool registerUser(const std::string &name, const std::string &password) {
  MYSQL *mysql = nullptr;
  connectionRAII mysqlcon(&mysql, connection_pool::GetInstance());
  std::string insert = "INSERT INTO user(username, passwd) VALUES('" + name + "', '" + password + "')";
  for (int attempt = 0; attempt < 3; ++attempt) {
    if (mysql_query(mysql, insert.c_str()) == 0)
      return true;
    std::this_thread::sleep_for(std::chrono::seconds(2)); // EXPECT: slow-call
  }
  return false;
}

bool registerLater(const std::string &name, const std::string &password) {
  {
    MYSQL *mysql = nullptr;
    connectionRAII mysqlcon(&mysql, connection_pool::GetInstance());
    if (mysql_query(mysql, ("DELETE FROM user WHERE username='" + name + "'").c_str()) != 0)
      return false;
  }
  std::this_thread::sleep_for(std::chrono::seconds(2));
  return registerUser(name, password);
}
