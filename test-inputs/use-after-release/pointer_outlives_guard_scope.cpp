// what: the pointer is declared outside, the guard inside
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"

void run(PgConnPool& pool, bool fast) {
    PGconn* conn = nullptr;
    {
        PgLease lease(pool);
        conn = lease.get();
        PQclear(PQexec(conn, "SET work_mem = '64MB'"));
    }
    PQclear(PQexec(conn, fast ? "SELECT 1" : "SELECT 2")); // EXPECT: use-after-release
}
