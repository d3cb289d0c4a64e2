// what: acquired through an out-parameter, given back by hand on every path, but only after a sleep
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_conn_manager.h"

#include <unistd.h>

namespace meter_reader {

int read_meters(ConnectionManager& manager) {
    PGconn* conn = nullptr;
    if (!manager.acquireConnection(&conn))
        return -1;
    PGresult* rows = PQexec(conn, "SELECT id FROM meters");
    const int meters = PQntuples(rows);
    PQclear(rows);
    if (meters == 0) {
        manager.releaseConnection(conn);
        return 0;
    }
    sleep(3); // EXPECT: slow-call "sleeps"
    PQclear(PQexec(conn, "UPDATE meters SET read_at = now()"));
    manager.releaseConnection(conn);
    return meters;
}

} // namespace meter_reader
