// what: right: the task on another thread takes a session of its own, nobody waits for it here
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_thread_pool.h"
#include "slow_pg_pool.h"

void publish(PgPool& pool, ThreadPool& workers) {
    PgLease session = pool.acquire();
    PQclear(PQexec(session.get(), "INSERT INTO news VALUES (1)"));
    workers.enqueue([&pool] {
        PgLease own = pool.acquire();
        PQclear(PQexec(own.get(), "REFRESH MATERIALIZED VIEW news_by_day"));
    });
}
