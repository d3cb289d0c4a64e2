// what: a known limit: a session is held while a second's worth of pixels is computed
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"
#include <cmath>
#include <vector>

static void blur(std::vector<float>& pixels) {
    for (int round = 0; round < 1000; ++round)
        for (std::size_t i = 1; i + 1 < pixels.size(); ++i)
            pixels[i] = std::sqrt(pixels[i - 1] * pixels[i + 1]);
}

void preview(PgPool& pool, std::vector<float>& pixels) {
    PgLease lease = pool.acquire();
    PQclear(PQexec(lease.get(), "UPDATE images SET state = 'blurred'"));
    blur(pixels); // MISS: slow-call
    PQclear(PQexec(lease.get(), "UPDATE images SET state = 'done'"));
}
