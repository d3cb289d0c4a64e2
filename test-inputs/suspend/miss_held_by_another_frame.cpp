// what: a known limit: the generator's frame holds a session while its consumer waits; only the generator is reported
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "co_pg.h"

Generator<std::string> mails(CoPool& pool) {
    CoSession session = pool.acquire();
    PGresult* result = PQexec(session.raw(), "SELECT mail FROM customer");
    for (int i = 0; i < PQntuples(result); ++i)
        co_yield PQgetvalue(result, i, 0); // EXPECT: suspend
    PQclear(result);
}

Task<void> send(std::string mail);

Task<void> send_all(CoPool& pool) {
    Generator<std::string> all = mails(pool);
    while (all.next())
        co_await send(all.value()); // MISS: suspend
}
