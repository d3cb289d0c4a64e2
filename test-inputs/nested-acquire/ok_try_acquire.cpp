// what: right: the second acquire does not wait and does without
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

void report(PgPool& pool) {
    PgLease session = pool.acquire();
    PGresult* rows = PQexec(session.get(), "SELECT * FROM lines");
    if (auto helper = pool.try_acquire())
        PQclear(PQexec(helper->get(), "SELECT * FROM details"));
    else
        PQclear(PQexec(session.get(), "SELECT * FROM details"));
    PQclear(rows);
}
