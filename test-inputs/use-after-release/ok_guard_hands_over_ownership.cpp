// what: right: release() hands the connection over to the caller
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"

PGconn* connectTo(const char* conninfo) {
    PgOwned conn(PQconnectdb(conninfo));
    if (PQstatus(conn.get()) != CONNECTION_OK)
        return nullptr;
    return conn.release();
}
