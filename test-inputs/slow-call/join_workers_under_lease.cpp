// what: starts workers that need no database and joins them while the lease is held
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <string>
#include <thread>
#include <vector>

namespace tile_renderer {

void rasterize(const std::string& tile);

void render_region(PgPool& pool, const std::vector<std::string>& tiles) {
    PgLease lease = pool.acquire();
    PQclear(PQexec(lease.get(), "UPDATE regions SET state = 'rendering'"));

    std::vector<std::thread> workers;
    for (const auto& tile : tiles)
        workers.emplace_back([tile] { rasterize(tile); });
    for (auto& worker : workers)
        worker.join(); // EXPECT: slow-call

    PQclear(PQexec(lease.get(), "UPDATE regions SET state = 'ready'"));
}

} // namespace tile_renderer
