// what: the same payment with two short sessions
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "co_pg.h"

Task<int> charge(CoPool& pool, HttpClient& bank, std::string order) {
    std::string amount;
    {
        CoSession session = pool.acquire();
        Rows rows = co_await session.query("SELECT amount FROM orders WHERE id = $1", {order});
        amount = rows.values.front();
    }
    Response answer = co_await bank.post("https://bank/charge", amount);
    CoSession session = pool.acquire();
    co_await session.execute("UPDATE orders SET paid = $2 WHERE id = $1", {order, answer.body});
    co_return answer.status;
}

Task<int> early(CoPool& pool, HttpClient& bank, std::string order) {
    CoSession session = pool.acquire();
    Rows rows = co_await session.query("SELECT amount FROM orders WHERE id = $1", {order});
    session.release();
    Response answer = co_await bank.post("https://bank/charge", rows.values.front());
    co_return answer.status;
}
