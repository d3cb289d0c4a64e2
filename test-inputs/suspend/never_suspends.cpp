// what: what is awaited goes on at once: no harm
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "co_pg.h"

struct Here {
    bool await_ready() const noexcept { return true; }
    void await_suspend(std::coroutine_handle<>) {}
    int await_resume() { return 7; }
};

Task<void> note(CoPool& pool) {
    CoSession session = pool.acquire();
    int where = co_await Here{};
    co_await std::suspend_never{};
    co_await session.execute("INSERT INTO notes VALUES ($1)", {std::to_string(where)});
}
