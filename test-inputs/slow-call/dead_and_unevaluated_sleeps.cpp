// what: right, because the sleeps under the lease are never evaluated: decltype, noexcept, if constexpr (false), a branch on a constant
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <chrono>
#include <thread>
#include <type_traits>

namespace latency_lab {

constexpr bool kSimulateLatency = false;

void book(PgPool& pool) {
    PgLease lease = pool.acquire();
    static_assert(std::is_void_v<decltype(std::this_thread::sleep_for(std::chrono::seconds(9)))>);
    constexpr bool quiet = noexcept(std::this_thread::sleep_for(std::chrono::seconds(9)));
    if constexpr (kSimulateLatency)
        std::this_thread::sleep_for(std::chrono::seconds(1));
    if (kSimulateLatency)
        std::this_thread::sleep_for(std::chrono::seconds(2));
    PQclear(PQexec(lease.get(), quiet ? "SELECT 1" : "SELECT 2"));
}

} // namespace latency_lab
