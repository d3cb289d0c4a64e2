// what: right: two pools of one class, two members; reading from one and writing to the other
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

class Reports {
public:
    Reports(PgPool& primary, PgPool& replica) : primary_(primary), replica_(replica) {}

    void refresh() {
        PgLease from = replica_.acquire();
        PGresult* rows = PQexec(from.get(), "SELECT count(*) FROM visits");
        store(PQgetvalue(rows, 0, 0));
        PQclear(rows);
    }

private:
    void store(const char* visits) {
        PgLease to = primary_.acquire();
        const char* values[] = {visits};
        PQclear(PQexecParams(to.get(), "INSERT INTO reports VALUES ($1)", 1, nullptr, values, nullptr, nullptr, 0));
    }

    PgPool& primary_;
    PgPool& replica_;
};
