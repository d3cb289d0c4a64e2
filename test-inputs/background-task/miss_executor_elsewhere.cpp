// what: a known limit: the executor's body is in another file, so its callable is taken to run at once
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"
#include <functional>
#include <string>

class Executor {
public:
    void execute(std::function<void()> job); // wakes a thread of its own
};

void recount(PgConnPool& pool, Executor& executor, const std::string& shop) {
    PgLease lease(pool);
    PGconn* conn = lease.get();
    PgRows seen(PQexec(conn, "UPDATE shops SET seen = now()"));
    executor.execute([conn, shop] { // MISS: background-task
        const char* values[] = {shop.c_str()};
        PgRows done(PQexecParams(conn, "SELECT recount($1)", 1, nullptr, values, nullptr, nullptr, 0));
    });
}
