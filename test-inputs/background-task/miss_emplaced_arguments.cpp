// what: a known limit: emplace_back() makes a thread of a function and of the session that it is to work on
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"
#include <thread>
#include <vector>

void refresh(PGconn* conn);

class Refresher {
public:
    explicit Refresher(PgConnPool& pool) : pool_(pool) {}
    ~Refresher() {
        for (std::thread& thread : threads_)
            thread.join();
    }
    void start() {
        PgLease lease(pool_);
        threads_.emplace_back(refresh, lease.get()); // MISS: background-task
    }

private:
    PgConnPool& pool_;
    std::vector<std::thread> threads_;
};
