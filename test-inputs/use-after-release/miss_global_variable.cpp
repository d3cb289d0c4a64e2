// what: a known limit: the connection is in a global variable; who uses it after it was closed is not seen
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>

static PGconn* conn = nullptr;

bool open() {
    conn = PQconnectdb("dbname=shop");
    return PQstatus(conn) == CONNECTION_OK;
}

static void shut() { PQfinish(conn); }

void report() {
    shut();
    PQclear(PQexec(conn, "SELECT 1")); // MISS: use-after-release
}
