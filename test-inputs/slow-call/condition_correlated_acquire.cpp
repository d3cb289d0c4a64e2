// what: right, because the lease is taken only if the flag is set and the sleep happens only if it is not
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_conn_manager.h"
#include "slow_pg_pool.h"

#include <chrono>
#include <optional>
#include <thread>

namespace maintenance_window {

void step(PgPool& pool, bool open) {
    std::optional<PgLease> lease;
    if (open)
        lease = pool.acquire();
    const char* statement = open ? "VACUUM" : "";
    if (!open) {
        std::this_thread::sleep_for(std::chrono::minutes(5));
        return;
    }
    PQclear(PQexec(lease->get(), statement));
}

bool write_or_wait(ConnectionManager& manager, bool dry_run) {
    PGconn* conn = nullptr;
    if (!dry_run)
        conn = manager.acquireConnection();
    bool ok = true;
    if (conn != nullptr) {
        PGresult* done = PQexec(conn, "DELETE FROM locks");
        ok = PQresultStatus(done) == PGRES_COMMAND_OK;
        PQclear(done);
    }
    if (dry_run)
        std::this_thread::sleep_for(std::chrono::seconds(1));
    if (conn != nullptr)
        manager.releaseConnection(conn);
    return ok;
}

} // namespace maintenance_window
