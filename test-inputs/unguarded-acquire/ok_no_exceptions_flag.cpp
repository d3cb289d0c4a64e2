// what: the program is built without exceptions, so a call that would throw elsewhere is no exit.
// flags: -std=c++20 -fno-exceptions -isystem /usr/include/postgresql
#include "ua_pg_pool.h"
#include <map>
#include <string>

struct Ids {
  std::map<std::string, int> byName;
  int of(const std::string &name) const { return byName.at(name); }
};

int partitionRows(PgPool &pool, const Ids &ids, const std::string &partition) {
  PGconn *conn = pool.acquire();
  if (conn == nullptr)
    return 0;
  std::string sql = "SELECT count(*) FROM events_" + std::to_string(ids.of(partition));
  PGresult *res = PQexec(conn, sql.c_str());
  int rows = PQntuples(res) == 1 ? std::stoi(PQgetvalue(res, 0, 0)) : 0;
  PQclear(res);
  pool.release(conn);
  return rows;
}
