// what: the program ends where main returns, or throws, and its connections with it; in other functions they stay open
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <stdexcept>

void note(const char* text) {
    if (!text) throw std::invalid_argument("nothing to say");
}

int report() {
    PGconn* conn = PQconnectdb("dbname=shop"); // EXPECT: unguarded-acquire
    if (PQstatus(conn) != CONNECTION_OK) return 1;
    PQfinish(conn);
    return 0;
}

int main() {
    PGconn* conn = PQconnectdb("dbname=shop");
    if (PQstatus(conn) != CONNECTION_OK) return 1;
    note(PQdb(conn));
    return report();
}
