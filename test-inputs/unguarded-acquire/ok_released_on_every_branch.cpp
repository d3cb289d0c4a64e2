// what: three exits, three releases.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ua_pg_pool.h"
#include <string>

enum class Lookup { Found, Missing, Failed };

Lookup findApiKey(PgPool &pool, const std::string &key, std::string &owner) {
  PGconn *conn = pool.acquire();
  if (conn == nullptr)
    return Lookup::Failed;
  const char *params[] = {key.c_str()};
  PGresult *res = PQexecParams(conn, "SELECT owner FROM api_keys WHERE key = $1", 1, nullptr, params, nullptr, nullptr, 0);
  if (PQresultStatus(res) != PGRES_TUPLES_OK) {
    PQclear(res);
    pool.release(conn);
    return Lookup::Failed;
  } else if (PQntuples(res) == 0) {
    PQclear(res);
    pool.release(conn);
    return Lookup::Missing;
  }
  owner = PQgetvalue(res, 0, 0);
  PQclear(res);
  pool.release(conn);
  return Lookup::Found;
}
