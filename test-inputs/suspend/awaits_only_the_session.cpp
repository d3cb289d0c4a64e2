// what: every await is the session's own work, through helpers, variables and groups
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "co_pg.h"

#include <memory>

Task<void> insert_line(CoSession& session, std::string order, std::string line);
Task<Rows> lines_of(CoSession& session, std::string order);

class OrderStore {
public:
    explicit OrderStore(CoSession& session) : session_(session) {}
    Task<void> save(std::string order);

private:
    CoSession& session_;
};

Task<void> copy_order(CoPool& pool, std::string from, std::string to) {
    CoSession session = pool.acquire();
    auto pending = lines_of(session, from);
    Rows rows = co_await std::move(pending);
    for (const std::string& line : rows.values)
        co_await insert_line(session, to, line);
    OrderStore store(session);
    co_await store.save(to);
}

Task<void> touch_all(CoPool& pool, std::vector<std::string> orders) {
    CoSession session = pool.acquire();
    std::vector<Task<void>> work;
    for (const std::string& order : orders)
        work.push_back(session.execute("UPDATE orders SET seen = now() WHERE id = $1", {order}));
    co_await when_all(std::move(work));
}
