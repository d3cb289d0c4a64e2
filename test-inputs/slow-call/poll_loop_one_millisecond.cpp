// what: a poll loop with a tiny constant sleep holds the lease as long as the loop runs; the length of one sleep says nothing
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <thread>

namespace import_barrier {

static void pause_briefly() {
    usleep(5000);
}

void finish_when(PgPool& pool, const std::atomic<bool>& uploaded) {
    PgLease lease = pool.acquire();
    PQclear(PQexec(lease.get(), "UPDATE imports SET state = 'waiting'"));
    while (!uploaded.load())
        std::this_thread::sleep_for(std::chrono::milliseconds(1)); // EXPECT: slow-call "sleeps"
    PQclear(PQexec(lease.get(), "UPDATE imports SET state = 'done'"));
}

void finish_after(PgPool& pool, const std::atomic<int>& open_parts) {
    PgLease lease = pool.acquire();
    PQclear(PQexec(lease.get(), "UPDATE imports SET state = 'waiting'"));
    do {
        pause_briefly(); // EXPECT: slow-call
    } while (open_parts.load() > 0);
    PQclear(PQexec(lease.get(), "UPDATE imports SET state = 'done'"));
}

} // namespace import_barrier
