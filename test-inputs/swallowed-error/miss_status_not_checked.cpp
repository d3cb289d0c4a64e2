// what: a known limit: libpq says by a status that the insert failed, and nobody asks
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>

void order(PGconn* conn) {
    PQclear(PQexec(conn, "BEGIN"));
    PQclear(PQexec(conn, "INSERT INTO orders VALUES (1)")); // MISS: swallowed-error
    PQclear(PQexec(conn, "UPDATE stock SET n = n - 1"));
    PQclear(PQexec(conn, "COMMIT"));
}
