// what: for each row of a result a function that takes another session
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <string>

namespace export_job {

std::string customerName(PgPool& pool, const char* id) {
    PgLease session = pool.acquire();
    PGresult* rows = PQexec(session.get(), (std::string("SELECT name FROM customers WHERE id = ") + id).c_str());
    std::string name = PQntuples(rows) > 0 ? PQgetvalue(rows, 0, 0) : "";
    PQclear(rows);
    return name;
}

void run(PgPool& pool) {
    PgLease session = pool.acquire();
    PGresult* rows = PQexec(session.get(), "SELECT customer FROM orders");
    std::string csv;
    for (int i = 0; i < PQntuples(rows); ++i)
        csv += customerName(pool, PQgetvalue(rows, i, 0)) + "\n"; // EXPECT: nested-acquire
    PQclear(rows);
}

} // namespace export_job
