// what: the guard is moved into another local that lives on; the move does not end the lease
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <chrono>
#include <thread>
#include <utility>

namespace fleet_poller {

struct Job {
    PgLease lease;
    int vehicle;
};

Job next_job(PgPool& pool) {
    PgLease lease = pool.acquire();
    PGresult* rows = PQexec(lease.get(), "SELECT id FROM vehicles ORDER BY polled LIMIT 1");
    const int vehicle = PQntuples(rows);
    PQclear(rows);
    return Job{std::move(lease), vehicle};
}

void poll_one(PgPool& pool) {
    PgLease first = pool.acquire();
    PQclear(PQexec(first.get(), "SET statement_timeout = 2000"));
    PgLease kept = std::move(first);
    std::this_thread::sleep_for(std::chrono::milliseconds(750)); // EXPECT: slow-call "sleeps"
    PQclear(PQexec(kept.get(), "UPDATE vehicles SET polled = now()"));
}

void poll_next(PgPool& pool) {
    Job job = next_job(pool);
    std::this_thread::sleep_for(std::chrono::seconds(1)); // EXPECT: slow-call "sleeps"
    PQclear(PQexec(job.lease.get(), "UPDATE vehicles SET polled = now()"));
}

} // namespace fleet_poller
