// what: a unique_ptr whose deleter gives the connection back is a guard like any other
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_conn_manager.h"

#include <chrono>
#include <memory>
#include <thread>

namespace session_sweeper {

struct GiveBack {
    ConnectionManager* manager;
    void operator()(PGconn* conn) const { manager->releaseConnection(conn); }
};
using Connection = std::unique_ptr<PGconn, GiveBack>;

Connection checkout(ConnectionManager& manager) {
    return Connection(manager.acquireConnection(), GiveBack{&manager});
}

void sweep(ConnectionManager& manager, int rounds) {
    Connection conn = checkout(manager);
    for (int round = 0; round < rounds; ++round) {
        PQclear(PQexec(conn.get(), "DELETE FROM sessions WHERE expires < now()"));
        std::this_thread::sleep_for(std::chrono::minutes(1)); // EXPECT: slow-call "sleeps"
    }
}

} // namespace session_sweeper
