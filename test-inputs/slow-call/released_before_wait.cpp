// what: right, because release() gives the connection back before the wait; a second lease is taken afterwards
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <chrono>
#include <thread>

namespace parking_meter {

void charge(PgPool& pool) {
    PgLease lease = pool.acquire();
    PQclear(PQexec(lease.get(), "UPDATE meters SET state = 'charging'"));
    lease.release();

    std::this_thread::sleep_for(std::chrono::seconds(10));

    lease = pool.acquire();
    PQclear(PQexec(lease.get(), "UPDATE meters SET state = 'charged'"));
}

} // namespace parking_meter
