// what: the limit for constant waits comes from the option MinSlowMs: one second is under it, five seconds are over it
// flags: -std=c++20 -isystem /usr/include/postgresql
// options: MinSlowMs=2000
#include "slow_pg_pool.h"

#include <chrono>
#include <thread>

namespace relay_station {

constexpr std::chrono::milliseconds kBounce{1000};
constexpr auto kRestart = std::chrono::seconds(5);

void toggle(PgPool& pool, bool restart) {
    PgLease lease = pool.acquire();
    PQclear(PQexec(lease.get(), "UPDATE relays SET state = 'switching'"));
    std::this_thread::sleep_for(kBounce);
    if (restart)
        std::this_thread::sleep_for(kRestart); // EXPECT: slow-call "sleeps"
    PQclear(PQexec(lease.get(), "UPDATE relays SET state = 'on'"));
}

} // namespace relay_station
