// what: a helper that received its session asks another service
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "co_pg.h"

Task<bool> check_stock(CoSession& session, HttpClient& depot, std::string item) {
    Rows rows = co_await session.query("SELECT shelf FROM stock WHERE item = $1", {item}); 
    Response answer = co_await depot.get("https://depot/" + rows.values.front()); // EXPECT: suspend "session received as 'session'"
    co_return answer.status == 200;
}
