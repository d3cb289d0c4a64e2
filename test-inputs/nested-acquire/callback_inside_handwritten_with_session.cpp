// what: a hand-written helper lends a session to its callback, and the callback takes another
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <functional>
#include <string>

class Database {
public:
    explicit Database(PgPool& pool) : pool_(pool) {}

    void run(const std::function<void(PGconn*)>& work) {
        PgLease session = pool_.acquire();
        work(session.get());
    }

    void rename(const std::string& from, const std::string& to) {
        run([&](PGconn* conn) {
            PQclear(PQexec(conn, ("UPDATE tags SET name = '" + to + "' WHERE name = '" + from + "'").c_str()));
            run([&](PGconn* other) { // EXPECT: nested-acquire "the same pool 'pool_'"
                PQclear(PQexec(other, "NOTIFY tags"));
            });
        });
    }

private:
    PgPool& pool_;
};
