// what: a statement or rows that were freed are used, or freed once more
// flags: -std=c++20 -isystem /usr/include/mariadb -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <mysql.h>
#include <sqlite3.h>

#include <cstdio>
#include <stdexcept>
#include <string>

void execute(MYSQL *sql, const std::string &query) {
  MYSQL_STMT *statement = mysql_stmt_init(sql);
  if (mysql_stmt_prepare(statement, query.c_str(), query.size()) != 0) {
    mysql_stmt_close(statement); // NOTE: "freed here"
    throw std::runtime_error(mysql_stmt_error(statement)); // EXPECT: use-after-release "statement 'statement' is used after it was freed"
  }
  if (mysql_stmt_close(statement) != 0)
    std::fputs(mysql_stmt_error(statement), stderr); // EXPECT: use-after-release "its memory is gone"
}

int count(PGconn *connection) {
  PGresult *rows = PQexec(connection, "SELECT 1");
  if (PQresultStatus(rows) != PGRES_TUPLES_OK)
    PQclear(rows);
  int n = PQntuples(rows);
  PQclear(rows);
  if (n == 0)
    PQclear(rows); // EXPECT: use-after-release "result 'rows' is freed a second time"
  return n;
}

void finish(sqlite3_stmt *statement) {
  if (statement)
    sqlite3_finalize(statement);
}
void put(sqlite3_stmt *statement) { sqlite3_finalize(statement); }

void reset(sqlite3_stmt *statement) {
  put(statement);
  sqlite3_reset(statement); // EXPECT: use-after-release
}
