// what: the list is filled with open connections before they are closed
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <vector>

static void closeAll(std::vector<PGconn*>& all) {
    for (PGconn* c : all)
        PQfinish(c);
    all.clear();
}

static void closeFirst(std::vector<PGconn*>& all) {
    PGconn* c = all[0];
    PQfinish(c);
}

void report() {
    std::vector<PGconn*> all;
    PGconn* c = PQconnectdb("dbname=shop");
    PQfinish(c);
    c = PQconnectdb("dbname=archive");
    all.push_back(c);
    closeFirst(all);
    all[0] = PQconnectdb("dbname=shop");
    closeFirst(all);
    all.clear();
    all.push_back(PQconnectdb("dbname=shop"));
    closeAll(all);
}
