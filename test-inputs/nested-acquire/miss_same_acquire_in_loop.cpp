// what: a known limit: each round takes a session while the last round's is still there, by the same acquire
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"
#include <utility>

void copy_along(PgPool& pool, int tables) {
    PgLease last;
    for (int i = 0; i < tables; ++i) {
        PgLease next = pool.acquire(); // MISS: nested-acquire
        PQclear(PQexec(next.get(), "SELECT begin_copy()"));
        if (last)
            PQclear(PQexec(last.get(), "SELECT end_copy()"));
        last = std::move(next);
    }
}
