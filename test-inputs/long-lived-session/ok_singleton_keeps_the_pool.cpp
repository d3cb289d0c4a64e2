// what: right: the singleton keeps the pool
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

class Cache {
public:
    static Cache& instance() {
        static Cache cache;
        return cache;
    }
    void attach(PgPool& pool) { pool_ = &pool; }
    void refresh() {
        PgLease session = pool_->acquire();
        PQclear(PQexec(session.get(), "SELECT * FROM cached"));
    }

private:
    PgPool* pool_ = nullptr;
};
