// what: a known limit: sessions in a container or in a member are not counted as held
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"
#include <vector>

void copy_all(PgPool& pool) {
    std::vector<PgLease> readers;
    readers.push_back(pool.acquire());
    PgLease writer = pool.acquire(); // MISS: nested-acquire
    PQclear(PQexec(readers[0].get(), "SELECT * FROM orders"));
    PQclear(PQexec(writer.get(), "INSERT INTO archive SELECT * FROM orders"));
}

class Import {
public:
    explicit Import(PgPool& pool) : pool_(pool) {}
    void run() {
        session_ = pool_.acquire();
        PgLease log = pool_.acquire(); // MISS: nested-acquire
        PQclear(PQexec(log.get(), "INSERT INTO log VALUES (1)"));
        PQclear(PQexec(session_.get(), "SELECT import()"));
        session_.release();
    }

private:
    PgPool& pool_;
    PgLease session_;
};
