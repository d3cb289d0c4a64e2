// what: the error text of a connection that is already closed
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>

#include <cstdio>
#include <string>

bool ping(const std::string& conninfo) {
    PGconn* conn = PQconnectdb(conninfo.c_str());
    if (PQstatus(conn) != CONNECTION_OK) {
        PQfinish(conn);
        std::fprintf(stderr, "no database: %s", PQerrorMessage(conn)); // EXPECT: use-after-release "it is closed"
        return false;
    }
    PQfinish(conn);
    return true;
}
