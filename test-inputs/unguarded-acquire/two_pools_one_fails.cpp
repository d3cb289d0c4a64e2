// what: when the second pool is exhausted the connection of the first is lost, and the other way round.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ua_mysql_pool.h"
#include "ua_pg_pool.h"
#include <string>

// Copies the customers that the new system does not know yet.
bool migrateCustomer(MysqlPool &legacy, PgPool &modern, const std::string &id) {
  MYSQL *from = legacy.tryGetConnection(); // EXPECT: unguarded-acquire
  PGconn *to = modern.acquire(); // EXPECT: unguarded-acquire
  if (from == nullptr || to == nullptr)
    return false;

  bool ok = false;
  if (mysql_query(from, ("SELECT name FROM customers WHERE id = " + id).c_str()) == 0) {
    MYSQL_RES *rows = mysql_store_result(from);
    if (MYSQL_ROW row = rows ? mysql_fetch_row(rows) : nullptr) {
      const char *values[] = {id.c_str(), row[0]};
      PGresult *res = PQexecParams(to, "INSERT INTO customers(id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING", 2,
                                   nullptr, values, nullptr, nullptr, 0);
      ok = PQresultStatus(res) == PGRES_COMMAND_OK;
      PQclear(res);
    }
    mysql_free_result(rows);
  }
  legacy.releaseConnection(from);
  modern.release(to);
  return ok;
}
