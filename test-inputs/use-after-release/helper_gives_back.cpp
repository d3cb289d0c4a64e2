// what: the helper closes the session; the caller goes on
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>

#include <cstdlib>
#include <cstdio>

static void fail(PGconn* conn, const char* what) {
    std::fprintf(stderr, "%s: %s", what, PQerrorMessage(conn));
    PQfinish(conn);
}

void load(const char* conninfo) {
    PGconn* conn = PQconnectdb(conninfo);
    PGresult* result = PQexec(conn, "LOAD 'x'");
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        fail(conn, "load");
    PQclear(result);
    PQclear(PQexec(conn, "SELECT x()")); // EXPECT: use-after-release
    PQfinish(conn);
}
