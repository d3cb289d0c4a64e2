// what: right: a PGresult is a copy in client memory; shared with a task it outlives the lease without harm
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"
#include <cstdio>
#include <memory>
#include <thread>

void dumpSchema(PgConnPool &pool) {
  std::shared_ptr<PGresult> tables;
  int backend = 0;
  {
    PgLease lease(pool);
    tables.reset(PQexec(lease.get(), "SELECT table_name FROM information_schema.tables"), PQclear);
    backend = PQbackendPID(lease.get());
  }
  std::thread([tables, backend] {
    std::printf("backend %d\n", backend);
    for (int i = 0; i < PQntuples(tables.get()); ++i)
      std::printf("%s\n", PQgetvalue(tables.get(), i, 0));
  }).detach();
}
