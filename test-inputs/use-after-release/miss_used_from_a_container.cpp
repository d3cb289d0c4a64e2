// what: a known limit: a closed connection is put into a list, and the function that is given the list uses it
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <vector>

static void ping(const std::vector<PGconn*>& all) {
    PQclear(PQexec(all[0], "SELECT 1"));
}

void report() {
    std::vector<PGconn*> all;
    PGconn* conn = PQconnectdb("dbname=shop");
    PQfinish(conn);
    all.push_back(conn);
    ping(all); // MISS: use-after-release
}
