// what: do { ... break; ... } while (false) is a goto in disguise; the release follows it.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ua_pg_pool.h"
#include <string>

bool checkSchema(PgPool &pool, std::string &error) {
  PGconn *conn = pool.acquire();
  if (conn == nullptr) {
    error = "no connection";
    return false;
  }

  bool ok = false;
  PGresult *res = nullptr;
  do {
    if (PQserverVersion(conn) < 120000) {
      error = "server too old";
      break;
    }
    res = PQexec(conn, "SELECT max(version) FROM schema_migrations");
    if (PQresultStatus(res) != PGRES_TUPLES_OK) {
      error = PQerrorMessage(conn);
      break;
    }
    ok = PQntuples(res) == 1;
  } while (false);

  PQclear(res);
  pool.release(conn);
  return ok;
}
