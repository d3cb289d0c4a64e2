// what: a pair that is assigned to a local variable takes its session along; at the end nobody closed it.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <string>
#include <utility>

int rows(const std::string &dsn, bool counted) {
  std::pair<PGconn *, int> held;
  held = std::pair<PGconn *, int>(PQconnectdb(dsn.c_str()), 1); // EXPECT: unguarded-acquire
  PGresult *all = PQexec(held.first, "SELECT id FROM orders");
  int n = PQntuples(all);
  PQclear(all);
  if (counted)
    return n;
  PQfinish(held.first);
  return 0;
}
