// what: an awaitable whose making already blocks is one problem, that of slow-call
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "co_pg.h"

#include <thread>
using namespace std::chrono_literals;

Task<void> pause_here(std::chrono::seconds time) {
    std::this_thread::sleep_for(time);
    co_return;
}

Task<void> step(CoPool& pool) {
    CoSession session = pool.acquire();
    co_await session.execute("UPDATE step SET n = n + 1");
    co_await pause_here(10s); // EXPECT: slow-call
}
