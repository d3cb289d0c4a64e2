// what: right, because every case of the switch, and the do-while(0) breakout, gives the connection back before the pause
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_conn_manager.h"

#include <unistd.h>

namespace elevator_state {

enum class Mode { Up, Down, Stop };

void drive(ConnectionManager& manager, Mode mode) {
    PGconn* conn = manager.acquireConnection();
    if (!conn)
        return;
    switch (mode) {
    case Mode::Up:
        PQclear(PQexec(conn, "UPDATE cars SET floor = floor + 1"));
        manager.releaseConnection(conn);
        break;
    case Mode::Down:
        PQclear(PQexec(conn, "UPDATE cars SET floor = floor - 1"));
        manager.releaseConnection(conn);
        break;
    default:
        manager.releaseConnection(conn);
        break;
    }
    sleep(1);
}

bool park(ConnectionManager& manager) {
    bool parked = false;
    PGconn* conn = manager.acquireConnection();
    if (!conn)
        return false;
    do {
        PGresult* done = PQexec(conn, "UPDATE cars SET floor = 0");
        const bool ok = PQresultStatus(done) == PGRES_COMMAND_OK;
        PQclear(done);
        if (!ok)
            break;
        parked = true;
    } while (false);
    manager.releaseConnection(conn);
    if (!parked)
        sleep(1);
    return parked;
}

} // namespace elevator_state
