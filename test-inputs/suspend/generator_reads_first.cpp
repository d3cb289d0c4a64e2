// what: the rows are read, the session goes back, and then they are yielded
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "co_pg.h"

Generator<std::string> names(CoPool& pool) {
    std::vector<std::string> all;
    {
        CoSession session = pool.acquire();
        PGresult* result = PQexec(session.raw(), "SELECT name FROM customer");
        for (int i = 0; i < PQntuples(result); ++i)
            all.push_back(PQgetvalue(result, i, 0));
        PQclear(result);
    }
    for (std::string& name : all)
        co_yield std::move(name);
}

// The caller keeps its own session as long as it likes.
Generator<std::string> names_on(CoSession& session) {
    PGresult* result = PQexec(session.raw(), "SELECT name FROM customer");
    for (int i = 0; i < PQntuples(result); ++i)
        co_yield PQgetvalue(result, i, 0);
    PQclear(result);
}
