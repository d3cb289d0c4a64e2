// what: right: one session for each thread of a fixed crew
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

PgPool& pool();

void work(const char* sql) {
    thread_local PgLease session = pool().acquire();
    PQclear(PQexec(session.get(), sql));
}
