// what: right: a command line tool with the one connection that it opens itself
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>

static PGconn* conn = nullptr;

static void exitNicely() { PQfinish(conn); }

int main() {
    conn = PQconnectdb("dbname=tool");
    if (PQstatus(conn) != CONNECTION_OK) {
        exitNicely();
        return 1;
    }
    PQclear(PQexec(conn, "VACUUM"));
    exitNicely();
    return 0;
}
