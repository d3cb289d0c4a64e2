// what: dead connections are closed before a new one is opened into the same variable.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <iostream>
#include <libpq-fe.h>
#include <mysql/mysql.h>
#include <string>

static MYSQL *dial(const char *host, const char *user, const char *password) {
  MYSQL *conn = mysql_init(nullptr);
  if (conn && !mysql_real_connect(conn, host, user, password, "app", 0, nullptr, CLIENT_MULTI_STATEMENTS)) {
    mysql_close(conn);
    conn = nullptr;
  }
  return conn;
}

int follow(const char *host, const char *user, const char *password, int rounds) {
  int ok = 0;
  MYSQL *conn = dial(host, user, password);
  for (int i = 0; i < rounds; ++i) {
    if (conn != nullptr && mysql_ping(conn) != 0) {
      mysql_close(conn);
      conn = nullptr;
    }
    if (conn == nullptr)
      conn = dial(host, user, password);
    if (conn == nullptr)
      continue;
    if (mysql_query(conn, "CALL advance_cursor()") == 0)
      ++ok;
  }
  if (conn != nullptr)
    mysql_close(conn);
  return ok;
}

bool runWithRetry(const std::string &conninfo, const std::string &sql) {
  PGconn *db = PQconnectdb(conninfo.c_str());
  for (int attempt = 0; attempt < 3 && PQstatus(db) != CONNECTION_OK; ++attempt) {
    std::cerr << "retry: " << PQerrorMessage(db);
    PQfinish(db);
    db = PQconnectdb(conninfo.c_str());
  }
  PGresult *res = PQexec(db, sql.c_str());
  bool ok = PQresultStatus(res) == PGRES_COMMAND_OK;
  PQclear(res);
  PQfinish(db);
  return ok;
}
