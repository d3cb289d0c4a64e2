// what: right: the broken session goes back before another is taken
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <optional>

void heartbeat(PgPool& pool) {
    std::optional<PgLease> session = pool.acquire();
    if (PQstatus(session->get()) != CONNECTION_OK) {
        session.reset();
        session.emplace(pool.acquire());
    }
    PQclear(PQexec(session->get(), "UPDATE nodes SET seen = now()"));
}
