// what: right, because the unique_ptr and the last shared_ptr are reset before the wait
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_conn_manager.h"

#include <chrono>
#include <memory>
#include <thread>

namespace door_controller {

struct GiveBack {
    ConnectionManager* manager;
    void operator()(PGconn* conn) const { manager->releaseConnection(conn); }
};

std::shared_ptr<PGconn> share(ConnectionManager& manager) {
    return std::shared_ptr<PGconn>(manager.acquireConnection(), [&manager](PGconn* conn) { manager.releaseConnection(conn); });
}

void unlock(ConnectionManager& manager) {
    std::unique_ptr<PGconn, GiveBack> conn(manager.acquireConnection(), GiveBack{&manager});
    PQclear(PQexec(conn.get(), "UPDATE doors SET locked = false"));
    conn.reset();
    std::this_thread::sleep_for(std::chrono::seconds(5));
    conn.reset(manager.acquireConnection());
    PQclear(PQexec(conn.get(), "UPDATE doors SET locked = true"));
}

void ring(ConnectionManager& manager) {
    auto conn = share(manager);
    PQclear(PQexec(conn.get(), "INSERT INTO rings(at) VALUES(now())"));
    conn = nullptr;
    std::this_thread::sleep_for(std::chrono::seconds(5));
}

} // namespace door_controller
