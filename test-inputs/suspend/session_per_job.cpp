// what: a worker that acquires for each job, after the job has come
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "co_pg.h"

Task<void> work(CoPool& pool, Channel<std::string>& jobs) {
    for (;;) {
        std::string job = co_await jobs.pop();
        CoSession session = pool.acquire();
        co_await session.execute("INSERT INTO done VALUES ($1)", {job});
    }
}
