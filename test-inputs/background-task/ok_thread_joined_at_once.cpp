// what: right: the thread borrows the connection and is joined before the lease ends; the caller does not touch it meanwhile
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"
#include <string>
#include <thread>

// Deep recursion in the report needs a thread with its own stack.
int renderTree(PgConnPool &pool, const std::string &root) {
  PgLease lease(pool);
  int nodes = 0;
  std::thread worker([&] {
    const char *values[] = {root.c_str()};
    PgRows rows(PQexecParams(lease.get(), "SELECT id FROM tree WHERE root = $1", 1, nullptr, values, nullptr, nullptr, 0));
    nodes = PQntuples(rows.get());
  });
  worker.join();
  return nodes;
}

static void loadChildren(PGconn *conn, const std::string &root, int *count) {
  const char *values[] = {root.c_str()};
  PgRows rows(PQexecParams(conn, "SELECT id FROM tree WHERE parent = $1", 1, nullptr, values, nullptr, nullptr, 0));
  *count = PQntuples(rows.get());
}

int countChildren(PgConnPool &pool, const std::string &root) {
  PgLease lease(pool);
  int count = 0;
  std::thread worker(loadChildren, lease.get(), root, &count);
  worker.join();
  return count;
}
