// what: the loop acquires and releases in each round, but `continue` skips the release.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ua_pg_pool.h"
#include <cstdio>
#include <string>
#include <vector>

class Vacuum {
public:
  explicit Vacuum(std::vector<PgPool *> shards) : shards_(std::move(shards)) {}

  int run(const std::string &table) {
    int cleaned = 0;
    std::string sql = "VACUUM ANALYZE " + table;
    for (PgPool *shard : shards_) {
      PGconn *conn = shard->acquire(); // EXPECT: unguarded-acquire
      if (conn == nullptr)
        continue;
      PGresult *res = PQexec(conn, sql.c_str());
      ExecStatusType status = PQresultStatus(res);
      PQclear(res);
      if (status != PGRES_COMMAND_OK) {
        std::fprintf(stderr, "vacuum: %s", PQerrorMessage(conn));
        continue;
      }
      ++cleaned;
      shard->release(conn);
    }
    return cleaned;
  }

private:
  std::vector<PgPool *> shards_;
};
