// what: std::stoi throws on a column that is not a number, and std::map::at on an unknown status, with the connection out.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ua_pg_pool.h"
#include <map>
#include <string>

int retentionDays(PgPool &pool) {
  PGconn *conn = pool.acquire(); // EXPECT: unguarded-acquire
  if (conn == nullptr)
    return 30;
  int days = 30;
  PGresult *res = PQexec(conn, "SELECT value FROM config WHERE key = 'retention_days'");
  if (PQresultStatus(res) == PGRES_TUPLES_OK && PQntuples(res) == 1)
    days = std::stoi(PQgetvalue(res, 0, 0));
  PQclear(res);
  pool.release(conn);
  return days;
}

static const std::map<std::string, int> kStatusCode = {{"open", 0}, {"paid", 1}, {"shipped", 2}};

bool setStatus(PgPool &pool, const std::string &order, const std::string &status) {
  PGconn *conn = pool.acquire(); // EXPECT: unguarded-acquire
  if (conn == nullptr)
    return false;
  std::string code = std::to_string(kStatusCode.at(status));
  const char *values[] = {order.c_str(), code.c_str()};
  PGresult *res =
      PQexecParams(conn, "UPDATE orders SET status = $2 WHERE id = $1", 2, nullptr, values, nullptr, nullptr, 0);
  bool ok = PQresultStatus(res) == PGRES_COMMAND_OK;
  PQclear(res);
  pool.release(conn);
  return ok;
}
