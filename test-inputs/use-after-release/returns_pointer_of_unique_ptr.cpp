// what: the same with unique_ptr and get()
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"

PGconn* connectTo(const char* conninfo) {
    PgOwned conn(PQconnectdb(conninfo));
    if (PQstatus(conn.get()) != CONNECTION_OK)
        return nullptr;
    return conn.get(); // EXPECT: use-after-release
}
