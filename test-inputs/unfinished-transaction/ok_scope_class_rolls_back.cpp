// what: right: the transaction class written by hand rolls back in its destructor, so early returns are safe
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "txn_pg_scope.h"
#include <string>

bool closeAccount(PgStore &store, const std::string &id) {
  PgCheckout conn(store);
  PgTransaction tx(conn);
  const char *values[] = {id.c_str()};
  PgResult open(PQexecParams(conn, "SELECT 1 FROM orders WHERE account = $1 AND NOT paid", 1, nullptr, values, nullptr,
                             nullptr, 0));
  if (PQntuples(open.get()) > 0)
    return false;
  PgResult closed(PQexecParams(conn, "UPDATE accounts SET closed = true WHERE id = $1", 1, nullptr, values, nullptr, nullptr,
                               0));
  if (PQresultStatus(closed.get()) != PGRES_COMMAND_OK)
    return false;
  tx.commit();
  return true;
}

int resetCounters(PGconn *conn) {
  PgTransaction tx(conn);
  for (const char *sql : {"UPDATE counters SET value = 0", "DELETE FROM counter_log"})
    if (!tx.exec(sql))
      return -1;
  tx.commit();
  return 0;
}
