// what: right: each worker has one session as long as it works
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <thread>
#include <vector>

class Worker {
public:
    explicit Worker(PgPool& pool) : session_(pool.acquire()) {}
    void run() { PQclear(PQexec(session_.get(), "DELETE FROM queue")); }

private:
    PgLease session_;
};

void serve(PgPool& pool, int count) {
    std::vector<std::jthread> crew;
    for (int i = 0; i < count; ++i)
        crew.emplace_back([&pool] { Worker(pool).run(); });
}
