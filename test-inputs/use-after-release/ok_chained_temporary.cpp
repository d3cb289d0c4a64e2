// what: right: the temporary guard lives to the end of its statement
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"

int answer(PgConnPool& pool) {
    PgRows rows(PQexec(PgLease(pool).get(), "SELECT 42"));
    return PQntuples(rows.get());
}
