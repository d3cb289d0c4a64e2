// what: a worker takes the next job from a channel while it keeps its session
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "co_pg.h"

Task<void> work(CoPool& pool, Channel<std::string>& jobs) {
    CoSession session = pool.acquire();
    for (;;) {
        std::string job = co_await jobs.pop(); // EXPECT: suspend "jobs.pop()"
        co_await session.execute("INSERT INTO done VALUES ($1)", {job});
    }
}
