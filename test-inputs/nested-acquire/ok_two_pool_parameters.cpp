// what: right: source and target pools are two parameters
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

static void insertInto(PgPool& target, const char* value) {
    PgLease session = target.acquire();
    const char* values[] = {value};
    PQclear(PQexecParams(session.get(), "INSERT INTO copies VALUES ($1)", 1, nullptr, values, nullptr, nullptr, 0));
}

void migrate(PgPool& source, PgPool& target) {
    PgLease session = source.acquire();
    PGresult* rows = PQexec(session.get(), "SELECT value FROM originals");
    for (int i = 0; i < PQntuples(rows); ++i)
        insertInto(target, PQgetvalue(rows, i, 0));
    PQclear(rows);
}
