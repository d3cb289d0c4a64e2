// what: a static local keeps a pooled session for all requests
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <string>

PgPool& pool();

bool known(const std::string& user) {
    static PgLease session = pool().acquire(); // EXPECT: long-lived-session "static variable 'session'"
    PGresult* rows = PQexec(session.get(), ("SELECT 1 FROM users WHERE name = '" + user + "'").c_str());
    bool found = PQntuples(rows) > 0;
    PQclear(rows);
    return found;
}
