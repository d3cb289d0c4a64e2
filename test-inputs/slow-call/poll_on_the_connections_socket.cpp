// what: right, because the poll waits on the socket of the leased connection itself, which is how asynchronous libpq is used
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <poll.h>

namespace pg_async_query {

bool run(PgPool& pool, const char* query) {
    PgLease lease = pool.acquire();
    PGconn* conn = lease.get();
    if (PQsendQuery(conn, query) == 0)
        return false;
    while (PQisBusy(conn)) {
        pollfd server{PQsocket(conn), POLLIN, 0};
        if (::poll(&server, 1, 5000) <= 0)
            break;
        if (PQconsumeInput(conn) == 0)
            break;
    }
    bool ok = true;
    while (PGresult* result = PQgetResult(conn)) {
        ok = ok && PQresultStatus(result) != PGRES_FATAL_ERROR;
        PQclear(result);
    }
    return ok;
}

} // namespace pg_async_query
