// what: a known limit: the queue starts no thread itself, so storing a callable for whoever calls run() is not seen to delay it
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"
#include <functional>
#include <mutex>
#include <queue>
#include <utility>

class EventLoop {
public:
    void later(std::function<void()> job) {
        std::lock_guard<std::mutex> lock(mutex_);
        jobs_.push(std::move(job));
    }
    void run(); // by the threads that main() starts

private:
    std::mutex mutex_;
    std::queue<std::function<void()>> jobs_;
};

void refund(PgConnPool& pool, EventLoop& loop) {
    PgLease lease(pool);
    PGconn* conn = lease.get();
    loop.later([conn] { PgRows done(PQexec(conn, "SELECT refund()")); }); // MISS: background-task
}
