// what: the class is no singleton, but its one object is static
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

class Counter {
public:
    explicit Counter(PgPool& pool) : session_(pool.acquire()) {} // EXPECT: long-lived-session "member of 'Counter'"
    void hit() { PQclear(PQexec(session_.get(), "UPDATE hits SET n = n + 1")); }

private:
    PgLease session_;
};

PgPool& pool();

void count() {
    static Counter counter(pool());
    counter.hit();
}
