// what: one of the early returns forgets the ROLLBACK; the connection goes back to the pool with the transaction and its row lock
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "txn_pg.h"
#include <string>

bool transfer(PgStore &store, const std::string &from, const std::string &to, const std::string &cents) {
  PgCheckout conn(store);
  if (!pgRun(conn, "BEGIN")) // EXPECT: unfinished-transaction
    return false;
  const char *source[] = {from.c_str(), cents.c_str()};
  PgResult row(PQexecParams(conn, "SELECT 1 FROM accounts WHERE id = $1 AND balance >= $2 FOR UPDATE", 2, nullptr, source,
                            nullptr, nullptr, 0));
  if (PQntuples(row.get()) != 1)
    return false;

  const char *target[] = {to.c_str(), cents.c_str()};
  PgResult taken(PQexecParams(conn, "UPDATE accounts SET balance = balance - $2 WHERE id = $1", 2, nullptr, source, nullptr,
                              nullptr, 0));
  PgResult given(PQexecParams(conn, "UPDATE accounts SET balance = balance + $2 WHERE id = $1", 2, nullptr, target, nullptr,
                              nullptr, 0));
  if (PQresultStatus(taken.get()) != PGRES_COMMAND_OK || PQresultStatus(given.get()) != PGRES_COMMAND_OK) {
    pgRun(conn, "ROLLBACK");
    return false;
  }
  return pgRun(conn, "COMMIT");
}
