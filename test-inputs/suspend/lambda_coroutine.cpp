// what: a coroutine lambda in a request handler holds its own session across a request
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "co_pg.h"

struct Router {
    void get(std::string path, std::function<Task<void>()> handler);
};

void routes(Router& router, CoPool& pool, HttpClient& weather) {
    router.get("/forecast", [&]() -> Task<void> {
        CoSession session = pool.acquire();
        Response today = co_await weather.get("https://weather/today"); // EXPECT: suspend
        co_await session.execute("INSERT INTO forecast VALUES ($1)", {today.body});
    });
    router.get("/health", [&]() -> Task<void> {
        Response today = co_await weather.get("https://weather/health");
        CoSession session = pool.acquire();
        co_await session.execute("INSERT INTO health VALUES ($1)", {today.body});
    });
}
