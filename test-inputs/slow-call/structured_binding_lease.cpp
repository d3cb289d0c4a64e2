// what: the lease arrives as one half of a structured binding
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <chrono>
#include <string>
#include <thread>
#include <utility>

namespace tenant_router {

std::pair<PgLease, bool> checkout(PgPool& pool, const std::string& tenant) {
    PgLease lease = pool.acquire();
    const std::string statement = "SET search_path = " + tenant;
    PGresult* done = PQexec(lease.get(), statement.c_str());
    const bool ok = PQresultStatus(done) == PGRES_COMMAND_OK;
    PQclear(done);
    return {std::move(lease), ok};
}

void migrate(PgPool& pool, const std::string& tenant) {
    auto [lease, ok] = checkout(pool, tenant);
    if (!ok)
        return;
    PQclear(PQexec(lease.get(), "UPDATE settings SET maintenance = true"));
    std::this_thread::sleep_for(std::chrono::seconds(30)); // EXPECT: slow-call "sleeps"
    PQclear(PQexec(lease.get(), "UPDATE settings SET maintenance = false"));
}

} // namespace tenant_router
