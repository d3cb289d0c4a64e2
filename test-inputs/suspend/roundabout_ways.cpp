// what: the session reaches what is awaited by operators, lambdas, wrappers, cursors and fields
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "co_pg.h"
#include <functional>
#include <memory>
#include <optional>
using namespace std::chrono_literals;

Task<Rows> operator||(Task<Rows> a, After b);
Task<Rows> with_timeout(Task<Rows> a, std::chrono::seconds s);
Task<void> spawn(std::function<Task<void>()> f);
struct Ctx { CoSession session; int user = 0; };
Task<void> handle(Ctx& ctx);
Task<void> work(CoSession& s);
struct Wrapper { CoSession* s; Task<void> go(); };
struct Cursor { Task<Rows> next(); };
Cursor open_cursor(CoSession& s, std::string sql);

Task<void> groups(CoPool& pool) {
    CoSession session = pool.acquire();
    Rows r = co_await (session.query("x") || after(5s));
    Rows q = co_await with_timeout(session.query("x"), 5s);
    co_await spawn([&]() -> Task<void> { co_await work(session); });
    Cursor c = open_cursor(session, "SELECT 1");
    for (int i = 0; i < 3; ++i)
        Rows n = co_await c.next();
    auto op = session.query("y");
    auto& ref = op;
    Rows z = co_await std::move(ref);
}

Task<void> in_a_field(CoPool& pool) {
    Ctx ctx{pool.acquire(), 3};
    co_await handle(ctx);
}

Task<void> by_unique_ptr(CoPool& pool) {
    auto session = std::make_unique<CoSession>(pool.acquire());
    co_await session->execute("x");
    co_await work(*session);
    session.reset();
    co_await after(5s);
}

Task<void> by_optional(CoPool& pool) {
    std::optional<CoSession> session;
    session.emplace(pool.acquire());
    co_await session->execute("x");
    session.reset();
    co_await after(5s);
}

Task<void> wrapped(CoPool& pool) {
    CoSession session = pool.acquire();
    Wrapper w{&session};
    co_await w.go();
    auto t = std::make_shared<Wrapper>(w);
    co_await t->go();
}

class Service {
public:
    Task<void> run() {
        co_await inner();
        co_await session_.execute("UPDATE run SET n = n + 1");
        co_await this->inner();
    }

private:
    CoSession session_;
    Task<void> inner();
};
