// what: rows are yielded one by one out of a pooled session
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "co_pg.h"

#include <pqxx/pqxx>

Generator<std::string> names(CoPool& pool) {
    CoSession session = pool.acquire();
    PGresult* result = PQexec(session.raw(), "SELECT name FROM customer");
    for (int i = 0; i < PQntuples(result); ++i)
        co_yield PQgetvalue(result, i, 0); // EXPECT: suspend "'co_yield"
    PQclear(result);
}
