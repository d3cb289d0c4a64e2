// what: a known limit: notify() sends a mail and is defined in a file of which nothing is known
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

void notify(const std::string& customer); // 300 ms, in mail.cpp

void ship(PgPool& pool, const std::string& customer) {
    PgLease lease = pool.acquire();
    PQclear(PQexec(lease.get(), "UPDATE orders SET shipped = true"));
    notify(customer); // MISS: slow-call
}
