// what: gsl-style finally around a raw handle; everything after it may throw or return.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ua_pg_pool.h"
#include "ua_scope.h"
#include <stdexcept>
#include <string>

long quotaOf(PgPool &pool, const std::string &tenant) {
  PGconn *conn = pool.acquire();
  if (!conn)
    throw std::runtime_error("database is down");
  auto giveBack = finally([&] { pool.release(conn); });

  const char *params[] = {tenant.c_str()};
  PGresult *res = PQexecParams(conn, "SELECT quota FROM tenants WHERE name = $1", 1, nullptr, params, nullptr, nullptr, 0);
  auto clear = finally([res] { PQclear(res); });
  if (PQntuples(res) == 0)
    throw std::out_of_range("no tenant " + tenant);
  return std::stol(PQgetvalue(res, 0, 0));
}
