// what: the session is released on the branch that awaits
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "co_pg.h"

Task<bool> refresh(CoPool& pool, HttpClient& origin, std::string key, bool force) {
    CoSession session = pool.acquire();
    Rows rows = co_await session.query("SELECT body FROM cache WHERE key = $1", {key});
    if (rows.values.empty() || force) {
        session.release();
        Response fresh = co_await origin.get(key);
        co_return fresh.status == 200;
    }
    co_await session.execute("UPDATE cache SET hits = hits + 1 WHERE key = $1", {key});
    co_return true;
}
