// what: right, because the factory sleeps before it acquires and the lease that it returns is given back before the caller's request
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <curl/curl.h>

#include <chrono>
#include <thread>

namespace staggered_start {

PgLease open_staggered(PgPool& pool, int slot) {
    std::this_thread::sleep_for(std::chrono::seconds(slot));
    return pool.acquire();
}

int start(PgPool& pool, int slot) {
    {
        const PgLease lease = open_staggered(pool, slot);
        PQclear(PQexec(lease.get(), "INSERT INTO starts(at) VALUES(now())"));
    }
    CURL* curl = curl_easy_init();
    if (!curl)
        return -1;
    curl_easy_setopt(curl, CURLOPT_URL, "http://control.internal/started");
    const CURLcode code = curl_easy_perform(curl);
    curl_easy_cleanup(curl);
    return code;
}

} // namespace staggered_start
