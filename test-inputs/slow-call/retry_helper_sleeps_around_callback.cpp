// what: retry() sleeps between attempts; the caller holds the lease all the while, although only the callback, not retry(), knows it
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <chrono>
#include <thread>

namespace price_updater {

template <class F>
bool retry(int attempts, F&& attempt) {
    for (int i = 0; i < attempts; ++i) {
        if (attempt())
            return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(800));
    }
    return false;
}

bool fetch_price_list();

bool update_prices(PgPool& pool) {
    PgLease lease = pool.acquire();
    PQclear(PQexec(lease.get(), "UPDATE price_lists SET state = 'loading'"));
    const bool loaded = retry(3, [] { return fetch_price_list(); }); // EXPECT: slow-call
    PQclear(PQexec(lease.get(), loaded ? "UPDATE price_lists SET state = 'ready'" : "UPDATE price_lists SET state = 'stale'"));
    return loaded;
}

} // namespace price_updater
