// what: a known limit: the object that is awaited keeps the session, but waits for the bank
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "co_pg.h"

class Basket {
public:
    explicit Basket(CoSession& session) : session_(session) {}
    Task<Rows> lines() { return session_.query("SELECT * FROM lines"); }
    Task<Response> pay(); // asks the bank, and not the database

private:
    CoSession& session_;
};

Task<int> check_out(CoPool& pool) {
    CoSession session = pool.acquire();
    Basket basket(session);
    Rows rows = co_await basket.lines();
    Response answer = co_await basket.pay(); // MISS: suspend
    co_return answer.status;
}
