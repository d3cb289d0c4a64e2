// what: right: freed on one of the paths, made anew, set to null, or freed by who may not have done so
// flags: -std=c++20 -isystem /usr/include/mariadb -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <mysql.h>
#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

bool execute(MYSQL *sql, const std::string &query) {
  MYSQL_STMT *statement = mysql_stmt_init(sql);
  if (statement == nullptr)
    return false;
  if (mysql_stmt_prepare(statement, query.c_str(), query.size()) != 0) {
    std::fputs(mysql_stmt_error(statement), stderr);
    mysql_stmt_close(statement);
    return false;
  }
  if (mysql_stmt_close(statement) != 0)
    std::fputs(mysql_error(sql), stderr);
  return true;
}

void each(sqlite3 *db, const std::vector<std::string> &texts) {
  sqlite3_stmt *statement = nullptr;
  for (const std::string &text : texts) {
    if (sqlite3_prepare_v2(db, text.c_str(), -1, &statement, nullptr) != SQLITE_OK)
      continue;
    sqlite3_step(statement);
    sqlite3_finalize(statement);
    statement = nullptr;
  }
  sqlite3_finalize(statement);
}

void again(sqlite3 *db) {
  sqlite3_stmt *statement;
  sqlite3_prepare_v2(db, "DELETE FROM a", -1, &statement, nullptr);
  sqlite3_step(statement);
  sqlite3_finalize(statement);
  sqlite3_prepare_v2(db, "DELETE FROM b", -1, &statement, nullptr);
  sqlite3_step(statement);
  sqlite3_finalize(statement);
}

int count(PGconn *connection) {
  PGresult *rows = PQexec(connection, "SELECT 1");
  bool freed = false;
  if (PQresultStatus(rows) != PGRES_TUPLES_OK) {
    PQclear(rows);
    freed = true;
  }
  if (!freed)
    PQclear(rows);
  rows = PQexec(connection, "SELECT 2");
  int n = PQntuples(rows);
  PQclear(rows);
  return n;
}

/// Who does not come back, and does not say so; or of whom nobody knows.
void fail(const char *why) {
  std::fputs(why, stderr);
  std::exit(1);
}
void giveUp(const char *why);
void failsWith(const char *why) { fail(why); }
void orFail(sqlite3_stmt *statement, int way) {
  if (sqlite3_step(statement) == SQLITE_ERROR) {
    sqlite3_finalize(statement);
    if (way == 0)
      fail("no row");
    else if (way == 1)
      giveUp("no row");
    else
      failsWith("no row");
  }
  sqlite3_finalize(statement);
}

/// Shared by several.
struct Shared {
  sqlite3_stmt *statement;
  int users;
};
void letGo(Shared *shared) {
  if (--shared->users == 0)
    sqlite3_finalize(shared->statement);
}
void both(Shared *shared) {
  letGo(shared);
  sqlite3_step(shared->statement);
  letGo(shared);
}

void reopen(Shared *shared, sqlite3 *db) { sqlite3_prepare_v2(db, "SELECT 1", -1, &shared->statement, nullptr); }
void turn(Shared *shared, sqlite3 *db) {
  sqlite3_finalize(shared->statement);
  reopen(shared, db);
  sqlite3_step(shared->statement);
}

/// The pointer alone is no use.
void forgetIt(std::vector<sqlite3_stmt *> &known, sqlite3_stmt *statement) {
  sqlite3_finalize(statement);
  std::erase(known, statement);
}

void maybe(sqlite3_stmt *statement, bool done) {
  if (done)
    sqlite3_finalize(statement);
}
void callsMaybe(sqlite3_stmt *statement) {
  maybe(statement, false);
  sqlite3_step(statement);
}
