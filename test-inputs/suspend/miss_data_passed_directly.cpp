// what: a known limit: a result that was read goes to the call that is awaited, which asks the bank
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "co_pg.h"

Task<Response> charge(const PGresult* orders);

Task<int> pay(CoPool& pool) {
    CoSession session = pool.acquire();
    PGresult* orders = PQexec(session.raw(), "SELECT amount FROM orders");
    Response answer = co_await charge(orders); // MISS: suspend
    PQclear(orders);
    co_await session.execute("UPDATE orders SET paid = true");
    co_return answer.status;
}
