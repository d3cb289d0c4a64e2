// what: a helper opens a connection, closes it, and hands it out all the same
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>

static void probe(PGconn*& c) {
    c = PQconnectdb("dbname=shop");
    PQfinish(c);
}

void check() {
    PGconn* c = nullptr;
    probe(c);
    PQfinish(c); // EXPECT: use-after-release "a second time"
}
