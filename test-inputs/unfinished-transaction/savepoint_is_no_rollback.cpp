// what: ROLLBACK TO SAVEPOINT leaves the transaction open; the function returns as if it had ended
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "txn_pg.h"

bool applyMigration(PGconn *conn, const char *statement) {
  if (!pgRun(conn, "BEGIN")) // EXPECT: unfinished-transaction
    return false;
  pgRun(conn, "UPDATE schema_version SET applying = true");
  pgRun(conn, "SAVEPOINT before_migration");
  if (!pgRun(conn, statement)) {
    pgRun(conn, "ROLLBACK TO SAVEPOINT before_migration");
    return false;
  }
  pgRun(conn, "RELEASE SAVEPOINT before_migration");
  pgRun(conn, "UPDATE schema_version SET applying = false, version = version + 1");
  return pgRun(conn, "COMMIT");
}
