// what: a known limit: the hooks of a table are called with a session in hand, and one of them sleeps
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"
#include <chrono>
#include <functional>
#include <thread>
#include <vector>

static std::vector<std::function<void()>> hooks;

void configure() {
    hooks.push_back([] { std::this_thread::sleep_for(std::chrono::seconds(2)); });
}

void ship(PgPool& pool) {
    PgLease lease = pool.acquire();
    PQclear(PQexec(lease.get(), "UPDATE orders SET shipped = true"));
    for (const auto& hook : hooks)
        hook(); // MISS: slow-call
}
