// what: right: one branch commits, the other rolls back; COMMIT and ROLLBACK come in several spellings
// flags: -std=c++20 -isystem /usr/include/postgresql -isystem /usr/include/mariadb
#include "txn_pg.h"
#include <mysql.h>
#include <sqlite3.h>
#include <string>

bool lendBook(PGconn *conn, const std::string &book, const std::string &reader) {
  PgResult begun(PQexec(conn, "begin isolation level serializable;"));
  if (PQresultStatus(begun.get()) != PGRES_COMMAND_OK)
    return false;
  const char *values[] = {book.c_str(), reader.c_str()};
  PgResult lent(PQexecParams(conn, "INSERT INTO loans(book, reader) VALUES ($1, $2)", 2, nullptr, values, nullptr, nullptr, 0));
  if (PQresultStatus(lent.get()) == PGRES_COMMAND_OK) {
    PgResult ended(PQexec(conn, "  end;"));
    return PQresultStatus(ended.get()) == PGRES_COMMAND_OK;
  } else {
    PgResult ended(PQexec(conn, "Abort"));
    return false;
  }
}

bool touchAll(sqlite3 *db) {
  if (sqlite3_exec(db, "BEGIN EXCLUSIVE TRANSACTION;", nullptr, nullptr, nullptr) != SQLITE_OK)
    return false;
  const int rc = sqlite3_exec(db, "UPDATE notes SET touched = 1", nullptr, nullptr, nullptr);
  const char *end = rc == SQLITE_OK ? "COMMIT TRANSACTION" : "ROLLBACK TRANSACTION";
  if (sqlite3_exec(db, end, nullptr, nullptr, nullptr) != SQLITE_OK) {
    sqlite3_exec(db, "ROLLBACK", nullptr, nullptr, nullptr);
    return false;
  }
  return rc == SQLITE_OK;
}

bool rate(MYSQL *conn, const std::string &sql) {
  static const char commit[] = "commit work";
  static const std::string rollback = "rollback work";
  if (mysql_query(conn, "start transaction read write"))
    return false;
  if (mysql_real_query(conn, sql.c_str(), sql.size()) != 0) {
    mysql_query(conn, rollback.c_str());
    return false;
  }
  return mysql_query(conn, commit) == 0;
}
