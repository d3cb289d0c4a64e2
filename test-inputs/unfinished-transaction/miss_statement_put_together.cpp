// what: a known limit: where the text begins at run time it may be BEGIN or not; one path does not end it
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "txn_pg.h"

bool settle(PGconn *conn, const std::string &how) {
  const std::string begin = how + " TRANSACTION ISOLATION LEVEL SERIALIZABLE";
  if (!pgRun(conn, begin.c_str())) // MISS: unfinished-transaction
    return false;
  if (!pgRun(conn, "UPDATE accounts SET settled = true"))
    return false;
  return pgRun(conn, "COMMIT");
}

bool settle_now(PGconn *conn) { return settle(conn, "START"); }
