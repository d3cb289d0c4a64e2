// what: right: the second connection comes from no pool
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

void announce(PgPool& pool, const char* conninfo) {
    PgLease session = pool.acquire();
    PQclear(PQexec(session.get(), "SELECT pg_notify('jobs', '')"));
    PGconn* own = PQconnectdb(conninfo);
    PQclear(PQexec(own, "LISTEN jobs"));
    PQfinish(own);
}
