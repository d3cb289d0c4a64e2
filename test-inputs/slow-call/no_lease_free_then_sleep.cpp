// what: right, because the sleep runs only when try_acquire or acquireConnection handed out nothing
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_conn_manager.h"
#include "slow_pg_pool.h"

#include <unistd.h>

#include <chrono>
#include <thread>

namespace patient_worker {

bool beat(PgPool& pool) {
    for (int attempt = 0; attempt < 10; ++attempt) {
        auto lease = pool.try_acquire();
        if (!lease) {
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
            continue;
        }
        PQclear(PQexec(lease->get(), "UPDATE workers SET seen = now()"));
        return true;
    }
    return false;
}

void count(ConnectionManager& manager) {
    PGconn* conn = nullptr;
    while ((conn = manager.acquireConnection()) == nullptr)
        usleep(200 * 1000);
    PQclear(PQexec(conn, "UPDATE counters SET value = value + 1"));
    manager.releaseConnection(conn);
}

void count_once(ConnectionManager& manager) {
    PGconn* conn = nullptr;
    if (!manager.acquireConnection(&conn)) {
        sleep(1);
        return;
    }
    PQclear(PQexec(conn, "UPDATE counters SET value = value + 1"));
    manager.releaseConnection(conn);
}

} // namespace patient_worker
