// what: right: two connections opened by hand; nobody waits for either
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>

static void audit(const char* conninfo) {
    PGconn* own = PQconnectdb(conninfo);
    PQclear(PQexec(own, "INSERT INTO audit VALUES (1)"));
    PQfinish(own);
}

void importRows(const char* conninfo) {
    PGconn* conn = PQconnectdb(conninfo);
    PQclear(PQexec(conn, "COPY t FROM STDIN"));
    audit(conninfo);
    PQfinish(conn);
}
