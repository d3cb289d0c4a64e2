// what: right, because constant waits under MinSlowMs (100 ms) that are not in a loop are tolerated, in whatever unit they are written
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <time.h>
#include <unistd.h>

#include <chrono>
#include <thread>

namespace valve_control {

using namespace std::chrono_literals;

constexpr auto kDebounce = 20ms;
constexpr unsigned kStrobeUs = 50 * 1000;

static void strobe() {
    usleep(kStrobeUs);
}

void open_valve(PgPool& pool) {
    PgLease lease = pool.acquire();
    PQclear(PQexec(lease.get(), "UPDATE valves SET state = 'opening'"));
    std::this_thread::sleep_for(kDebounce);
    strobe();
    std::this_thread::sleep_for(2 * kDebounce + std::chrono::microseconds(500));
    const timespec bounce{0, 30'000'000};
    nanosleep(&bounce, nullptr);
    PQclear(PQexec(lease.get(), "UPDATE valves SET state = 'open'"));
}

} // namespace valve_control
