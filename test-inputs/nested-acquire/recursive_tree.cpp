// what: a recursive function holds its session while it calls itself
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <string>

namespace catalogue {

int countBelow(PgPool& pool, int category) {
    PgLease session = pool.acquire();
    PGresult* rows = PQexec(session.get(), ("SELECT id FROM categories WHERE parent = " + std::to_string(category)).c_str());
    int count = PQntuples(rows);
    for (int i = 0; i < PQntuples(rows); ++i)
        count += countBelow(pool, std::stoi(PQgetvalue(rows, i, 0))); // EXPECT: nested-acquire
    PQclear(rows);
    return count;
}

} // namespace catalogue
