// what: right, because the guard is handed to a function that takes it by value, or to an owner; nothing is held while this function sleeps
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <chrono>
#include <thread>
#include <utility>

namespace finish_and_rest {

static void finish(PgLease lease) {
    PQclear(PQexec(lease.get(), "UPDATE batches SET state = 'done'"));
}

static void drop(PgLease&& lease) {
    PgLease mine = std::move(lease);
    PQclear(PQexec(mine.get(), "DISCARD ALL"));
}

void run_batch(PgPool& pool) {
    PgLease lease = pool.acquire();
    PQclear(PQexec(lease.get(), "UPDATE batches SET state = 'running'"));
    finish(std::move(lease));
    std::this_thread::sleep_for(std::chrono::seconds(2));
}

void reset_batch(PgPool& pool) {
    PgLease lease = pool.acquire();
    drop(std::move(lease));
    std::this_thread::sleep_for(std::chrono::seconds(2));
}

} // namespace finish_and_rest
