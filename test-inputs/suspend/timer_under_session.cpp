// what: a retry that waits for a timer with the session in hand
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "co_pg.h"

using namespace std::chrono_literals;

Task<void> settle(CoPool& pool, std::string order) {
    CoSession session = pool.acquire(); // NOTE: "acquired here"
    co_await session.execute("UPDATE orders SET state = 'settling' WHERE id = $1", {order});
    co_await after(2s); // EXPECT: suspend "pooled session 'session' is held"
    co_await session.execute("UPDATE orders SET state = 'settled' WHERE id = $1", {order});
}
