// what: a guard of namespace scope, initialised from the pool
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"

static PgConnPool gPool("dbname=shop", 8);
static PgLease gSession(gPool); // EXPECT: long-lived-session "global variable 'gSession'"

int ping() {
    PGresult* rows = PQexec(gSession.get(), "SELECT 1");
    int n = PQntuples(rows);
    PQclear(rows);
    return n;
}
