// what: right, because the raw handle is given back through std::exchange and release() of a unique_ptr before the sleep, with exceptions off
// flags: -std=c++20 -fno-exceptions -isystem /usr/include/postgresql
#include "slow_conn_manager.h"

#include <unistd.h>

#include <memory>
#include <utility>

namespace turnstile {

struct GiveBack {
    void operator()(PGconn* conn) const { ConnectionManager::instance().releaseConnection(conn); }
};

void turn(ConnectionManager& manager, unsigned pause) {
    PGconn* conn = manager.acquireConnection();
    if (conn == nullptr)
        return;
    PQclear(PQexec(conn, "UPDATE gates SET turns = turns + 1"));
    manager.releaseConnection(std::exchange(conn, nullptr));
    sleep(pause);
    if (conn != nullptr)
        manager.releaseConnection(conn);
}

void lock(unsigned pause) {
    std::unique_ptr<PGconn, GiveBack> conn(ConnectionManager::instance().acquireConnection());
    if (!conn)
        return;
    PQclear(PQexec(conn.get(), "UPDATE gates SET locked = true"));
    ConnectionManager::instance().releaseConnection(conn.release());
    sleep(pause);
}

} // namespace turnstile
