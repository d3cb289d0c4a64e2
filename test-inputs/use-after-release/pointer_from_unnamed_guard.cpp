// what: the guard is an unnamed temporary: its session is back in the pool on the next line
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"

int countOrders(PgConnPool& pool) {
    PGconn* conn = PgLease(pool).get();
    PGresult* rows = PQexec(conn, "SELECT 1 FROM orders"); // EXPECT: use-after-release
    int count = PQntuples(rows);
    PQclear(rows);
    return count;
}
