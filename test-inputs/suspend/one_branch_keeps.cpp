// what: the session is released on the branch that does not await
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "co_pg.h"

Task<bool> refresh(CoPool& pool, HttpClient& origin, std::string key, bool force) {
    CoSession session = pool.acquire();
    Rows rows = co_await session.query("SELECT body FROM cache WHERE key = $1", {key});
    if (!rows.values.empty() && !force) {
        session.release();
        co_return true;
    }
    Response fresh = co_await origin.get(key); // EXPECT: suspend
    co_await session.execute("INSERT INTO cache VALUES ($1, $2)", {key, fresh.body});
    co_return fresh.status == 200;
}
