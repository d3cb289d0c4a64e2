// what: right: the early return joins the thread too, so no path ends the lease while the thread uses it
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"
#include <string>
#include <thread>

bool verifyChecksum(PgConnPool &pool, const std::string &expected, const std::string &actual) {
  PgLease lease(pool);
  std::string stored;
  std::thread reader([&lease, &stored] {
    PgRows row(PQexec(lease.get(), "SELECT checksum FROM release_info"));
    if (PQntuples(row.get()) == 1)
      stored = PQgetvalue(row.get(), 0, 0);
  });
  if (expected != actual) {
    reader.join();
    return false;
  }
  reader.join();
  PgRows done(PQexec(lease.get(), "UPDATE release_info SET checked_at = now()"));
  return stored == actual;
}
