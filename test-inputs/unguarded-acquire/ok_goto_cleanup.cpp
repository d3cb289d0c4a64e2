// what: all errors go to the one label that gives the connection back.
#include "ua_mysql_pool.h"
#include <string>

int promote(MysqlPool &pool, unsigned long user) {
  int rc = -1;
  std::string sql;
  MYSQL *conn = pool.tryGetConnection();
  if (conn == nullptr)
    goto out;

  sql = "UPDATE users SET role = 'admin' WHERE id = " + std::to_string(user);
  if (mysql_query(conn, sql.c_str()) != 0)
    goto put;
  if (mysql_affected_rows(conn) != 1)
    goto put;
  rc = 0;

put:
  pool.releaseConnection(conn);
out:
  return rc;
}

int dropSchema(const char *host, const char *user, const char *password) {
  int rc = 1;
  MYSQL *db = mysql_init(nullptr);
  if (!db)
    return rc;
  if (!mysql_real_connect(db, host, user, password, nullptr, 0, nullptr, 0))
    goto cleanup;
  if (mysql_query(db, "DROP DATABASE IF EXISTS scratch"))
    goto cleanup;
  rc = 0;
cleanup:
  mysql_close(db);
  return rc;
}
