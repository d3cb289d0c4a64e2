// what: right: set to null after release and asked before each use
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"

void drain(PgConnPool& pool, int rounds) {
    PGconn* conn = nullptr;
    for (int i = 0; i < rounds; ++i) {
        if (conn == nullptr)
            conn = pool.acquire();
        PQclear(PQexec(conn, "DELETE FROM queue"));
        if (i % 100 == 99) {
            pool.release(conn);
            conn = nullptr;
        }
    }
    if (conn != nullptr)
        pool.release(conn);
}
