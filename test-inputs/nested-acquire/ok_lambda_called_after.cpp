// what: right: the lambda that takes a session runs when the first one is back
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

void finish(PgPool& pool) {
    auto notify = [&pool] {
        PgLease session = pool.acquire();
        PQclear(PQexec(session.get(), "NOTIFY done"));
    };
    {
        PgLease session = pool.acquire();
        PQclear(PQexec(session.get(), "UPDATE jobs SET done = true"));
    }
    notify();
}
