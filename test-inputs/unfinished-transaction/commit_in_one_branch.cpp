// what: COMMIT when something changed, and nothing at all when nothing changed
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "txn_pg.h"
#include <cstdlib>

int expireCoupons(PgStore &store) {
  PgCheckout conn(store);
  pgRun(conn, "BEGIN"); // EXPECT: unfinished-transaction
  PgResult expired(PQexec(conn, "UPDATE coupons SET active = false WHERE active AND valid_until < now()"));
  const int count = std::atoi(PQcmdTuples(expired.get()));
  if (count > 0) {
    pgRun(conn, "INSERT INTO jobs(name) VALUES ('coupon-mail')");
    pgRun(conn, "COMMIT");
  }
  return count;
}
