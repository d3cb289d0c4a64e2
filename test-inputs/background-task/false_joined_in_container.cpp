// what: a known limit: a thread that is kept in a container counts as not joined, although a loop joins all
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"
#include <thread>
#include <vector>

void rebuild(PgConnPool& pool) {
    PgLease lease(pool);
    std::vector<std::thread> threads;
    threads.emplace_back([&lease] { // EXPECT: background-task
        PgRows done(PQexec(lease.get(), "REFRESH MATERIALIZED VIEW totals"));
    });
    for (std::thread& thread : threads)
        thread.join();
}
