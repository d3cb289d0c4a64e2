// what: several connections are collected in a local vector and all given back by a second loop.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ua_pg_pool.h"
#include <string>
#include <vector>

int broadcast(const std::vector<PgPool *> &shards, const std::string &ddl) {
  std::vector<std::pair<PgPool *, PGconn *>> leases;
  for (PgPool *shard : shards) {
    PGconn *conn = shard->acquire();
    if (conn)
      leases.emplace_back(shard, conn);
  }
  for (auto &[shard, conn] : leases)
    PQsendQuery(conn, ddl.c_str());

  int ok = 0;
  for (auto &[shard, conn] : leases) {
    while (PGresult *res = PQgetResult(conn)) {
      ok += PQresultStatus(res) == PGRES_COMMAND_OK;
      PQclear(res);
    }
    shard->release(conn);
  }
  return ok;
}
