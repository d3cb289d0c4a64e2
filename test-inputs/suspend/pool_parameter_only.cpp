// what: a coroutine that holds the pool, not a session, may await what it likes
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "co_pg.h"

class Notifier {
public:
    Notifier(CoPool& pool, HttpClient& hook) : pool_(pool), hook_(hook) {}

    Task<void> notify(std::string id) {
        std::string text = co_await text_of(id);
        co_await hook_.post("https://hook", text);
        co_await mark(id);
    }

private:
    Task<std::string> text_of(std::string id) {
        CoSession session = pool_.acquire();
        Rows rows = co_await session.query("SELECT text FROM note WHERE id = $1", {id});
        co_return rows.values.front();
    }
    Task<void> mark(std::string id) {
        CoSession session = pool_.acquire();
        co_await session.execute("UPDATE note SET told = true WHERE id = $1", {id});
    }

    CoPool& pool_;
    HttpClient& hook_;
};
