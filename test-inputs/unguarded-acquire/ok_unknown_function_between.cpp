// what: functions of other files that do not get the connection are called between acquire and release; nothing says that they throw.
#include "ua_mysql_pool.h"
#include <string>

void auditTrail(const std::string &who, const std::string &what); // audit.cpp
std::string normalise(const std::string &email);                   // text.cpp

struct Metrics {
  void increment(const char *counter); // metrics.cpp
};

bool changeEmail(MysqlPool &pool, Metrics &metrics, const std::string &user, const std::string &email) {
  MYSQL *conn = pool.getConnection();
  std::string clean = normalise(email);
  std::string sql = "UPDATE users SET email = '" + clean + "' WHERE name = '" + user + "'";
  bool ok = mysql_query(conn, sql.c_str()) == 0;
  metrics.increment(ok ? "email.changed" : "email.failed");
  pool.releaseConnection(conn);
  auditTrail(user, "email");
  return ok;
}
