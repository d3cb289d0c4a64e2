// what: right, because try_pop of the hand-written queue never waits, and pop() is called only between leases
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"
#include "slow_queue.h"

#include <optional>
#include <string>

namespace metric_writer {

void insert(PGconn* conn, const std::string& metric) {
    const char* values[] = {metric.c_str()};
    PQclear(PQexecParams(conn, "INSERT INTO metrics(line) VALUES($1)", 1, nullptr, values, nullptr, nullptr, 0));
}

void drain(PgPool& pool, BlockingQueue<std::string>& queue) {
    for (;;) {
        std::optional<std::string> metric = queue.pop();
        if (metric->empty())
            return;
        PgLease lease = pool.acquire();
        while (metric) {
            insert(lease.get(), *metric);
            metric = queue.try_pop();
        }
    }
}

} // namespace metric_writer
