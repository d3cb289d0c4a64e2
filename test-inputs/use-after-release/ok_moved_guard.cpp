// what: right: the guard moved on, the new one is used; the old one is only tested
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <utility>

static void consume(PgLease lease) { PQclear(PQexec(lease.get(), "SELECT 1")); }

void pass(PgPool& pool) {
    PgLease first = pool.acquire();
    PgLease second = std::move(first);
    if (first)
        return;
    PQclear(PQexec(second.get(), "SELECT 2"));
    consume(std::move(second));
}
