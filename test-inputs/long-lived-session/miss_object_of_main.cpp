// what: a known limit: the handler lives as long as main() does, and so does its session
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"
#include <string>

class Handler {
public:
    explicit Handler(PgPool& pool) : session_(pool.acquire()) {} // MISS: long-lived-session
    void handle(const std::string& path) {
        const char* values[] = {path.c_str()};
        PQclear(PQexecParams(session_.get(), "INSERT INTO visits VALUES ($1)", 1, nullptr, values, nullptr,
                             nullptr, 0));
    }

private:
    PgLease session_;
};

std::string next_request();

int main() {
    PgPool pool("dbname=shop", 10);
    Handler handler(pool);
    for (;;)
        handler.handle(next_request());
}
