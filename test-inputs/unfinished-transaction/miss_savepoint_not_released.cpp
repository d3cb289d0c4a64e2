// what: a known limit: the savepoint of a line that fails is neither rolled back to nor released
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "txn_pg.h"

bool import(PGconn *conn, const std::vector<std::string> &lines) {
  if (!pgRun(conn, "BEGIN"))
    return false;
  for (const std::string &line : lines) {
    pgRun(conn, "SAVEPOINT line"); // MISS: unfinished-transaction
    if (!pgRun(conn, line.c_str()))
      continue;
    pgRun(conn, "RELEASE line");
  }
  if (pgRun(conn, "COMMIT"))
    return true;
  pgRun(conn, "ROLLBACK");
  return false;
}
