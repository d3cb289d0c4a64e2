// what: singleton pool over std::list with a pthread mutex and a semaphore; a query that fails leaves with the connection.
#include "inf_sql_pool.h"
#include <cstdio>
#include <map>
#include <string>

class http_conn {
public:
  void initmysql_result() {
    MYSQL *mysql = connection_pool::GetInstance()->GetConnection(); // EXPECT: unguarded-acquire
    if (mysql_query(mysql, "SELECT username,passwd FROM user")) {
      std::fprintf(stderr, "SELECT error:%s\n", mysql_error(mysql));
      return;
    }
    MYSQL_RES *result = mysql_store_result(mysql);
    while (MYSQL_ROW row = mysql_fetch_row(result))
      m_users[row[0]] = row[1];
    mysql_free_result(result);
    connection_pool::GetInstance()->ReleaseConnection(mysql);
  }

  int freeConnections() const { return connection_pool::GetInstance()->GetFreeConn(); }

private:
  std::map<std::string, std::string> m_users;
};
