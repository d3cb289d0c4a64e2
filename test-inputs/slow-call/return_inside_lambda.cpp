// what: right, because a return inside the lambda leaves the lambda only: the function goes on, gives back and sleeps without a lease
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_conn_manager.h"

#include <unistd.h>

#include <cstring>

namespace license_server {

void check_licenses(ConnectionManager& manager) {
    PGconn* conn = manager.acquireConnection();
    if (conn == nullptr)
        return;
    const auto expired = [](PGresult* rows) {
        for (int i = 0; i < PQntuples(rows); ++i) {
            if (std::strcmp(PQgetvalue(rows, i, 0), "expired") == 0)
                return true;
        }
        return false;
    };
    PGresult* rows = PQexec(conn, "SELECT state FROM licenses");
    const bool any = expired(rows);
    PQclear(rows);
    manager.releaseConnection(conn);
    if (any)
        sleep(60);
}

} // namespace license_server
