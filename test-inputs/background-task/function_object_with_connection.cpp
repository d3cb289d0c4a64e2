// what: the task is a struct with operator() that carries the connection as a field
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"
#include <cstdio>
#include <string>
#include <thread>

struct ExportJob {
  PGconn *conn;
  std::string table;

  void operator()() const {
    const std::string sql = "SELECT * FROM " + table;
    PgRows rows(PQexec(conn, sql.c_str()));
    std::printf("%s: %d rows\n", table.c_str(), PQntuples(rows.get()));
  }
};

void exportTable(PgConnPool &pool, const std::string &table) {
  PgLease lease(pool);
  PgRows locked(PQexec(lease.get(), "SELECT pg_try_advisory_lock(42)"));
  if (PQntuples(locked.get()) != 1)
    return;
  ExportJob job{lease.get(), table};
  std::thread(job).detach(); // EXPECT: background-task
}
