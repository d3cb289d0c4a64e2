// what: right: the pool is static, the session is not
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

PgPool& pool() {
    static PgPool one("dbname=shop", 10);
    return one;
}

void hit() {
    PgLease session = pool().acquire();
    PQclear(PQexec(session.get(), "UPDATE hits SET n = n + 1"));
}
