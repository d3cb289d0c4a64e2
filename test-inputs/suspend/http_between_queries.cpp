// what: a payment provider is asked between two queries of one session
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "co_pg.h"

Task<int> charge(CoPool& pool, HttpClient& bank, std::string order) {
    CoSession session = pool.acquire();
    Rows rows = co_await session.query("SELECT amount FROM orders WHERE id = $1", {order});
    Response answer = co_await bank.post("https://bank/charge", rows.values.front()); // EXPECT: suspend "'co_await bank.post("
    co_await session.execute("UPDATE orders SET paid = $2 WHERE id = $1", {order, answer.body});
    co_return answer.status;
}
