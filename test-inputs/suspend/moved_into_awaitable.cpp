// what: the session is moved into what is awaited, or was moved away before
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "co_pg.h"

Task<void> write_out(CoSession session, std::string text);
struct Reply {
    Task<void> send(std::string text);
};

Task<void> handle(CoPool& pool, Reply& reply) {
    CoSession session = pool.acquire();
    Rows rows = co_await session.query("SELECT text FROM greeting");
    co_await write_out(std::move(session), rows.values.front());
    co_await reply.send(rows.values.front());
}
