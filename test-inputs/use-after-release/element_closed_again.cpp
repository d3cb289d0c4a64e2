// what: a closed connection is put into a list, whose elements another function closes
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <vector>

static void closeFirst(std::vector<PGconn*> all) {
    PGconn* c = all[0];
    PQfinish(c);
}

void report() {
    std::vector<PGconn*> all;
    PGconn* c = PQconnectdb("dbname=shop");
    PQfinish(c);
    all.push_back(c);
    closeFirst(all); // EXPECT: use-after-release "a second time"
}
