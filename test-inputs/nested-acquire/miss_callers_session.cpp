// what: a known limit: who received a session takes another one; only a caller that is seen is reported
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

void audit(PgPool& pool, PgLease& session) {
    PQclear(PQexec(session.get(), "UPDATE orders SET audited = true"));
    PgLease log = pool.acquire(); // MISS: nested-acquire
    PQclear(PQexec(log.get(), "INSERT INTO audit VALUES (1)"));
}

void submit(PgPool& pool) {
    PgLease session = pool.acquire();
    PQclear(PQexec(session.get(), "INSERT INTO orders VALUES (1)"));
    audit(pool, session); // EXPECT: nested-acquire
}
