// what: right, because the loop lies outside the lease: each lease lasts for one statement and a five millisecond pause
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace row_migrator {

void migrate(PgPool& pool, const std::vector<std::string>& ids) {
    for (const auto& id : ids) {
        PgLease lease = pool.acquire();
        const char* values[] = {id.c_str()};
        PQclear(PQexecParams(lease.get(), "INSERT INTO new_rows SELECT * FROM old_rows WHERE id = $1", 1, nullptr, values, nullptr,
                             nullptr, 0));
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
}

} // namespace row_migrator
