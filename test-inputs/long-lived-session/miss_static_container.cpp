// what: a known limit: a session for each tenant is kept in a static map
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"
#include <map>
#include <string>

static std::map<std::string, PgLease> sessions;

void touch(PgPool& pool, const std::string& tenant) {
    auto found = sessions.find(tenant);
    if (found == sessions.end())
        found = sessions.emplace(tenant, pool.acquire()).first; // MISS: long-lived-session
    PQclear(PQexec(found->second.get(), "UPDATE tenants SET seen = now()"));
}
