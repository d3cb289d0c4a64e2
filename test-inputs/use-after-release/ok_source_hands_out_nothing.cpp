// what: a helper closes what it opened, and says so
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>

static void probe(PGconn*& c) {
    c = PQconnectdb("dbname=shop");
    PQfinish(c);
    c = nullptr;
}

static bool tryOnce(PGconn*& c) {
    c = PQconnectdb("dbname=shop");
    if (PQstatus(c) == CONNECTION_OK)
        return true;
    PQfinish(c);
    return false;
}

void check() {
    PGconn* c = nullptr;
    probe(c);
    PQfinish(c); // of nothing: allowed
    if (tryOnce(c))
        PQfinish(c);
}
