// what: the pool and its guard acquire from themselves; the layer is not their business
// flags: -std=c++20 -isystem /usr/include/postgresql
// options: Repositories=*Repository,*Dao
#include "slow_pg_pool.h"
#include <string>

void warm(PgPool& pool);

class PgGuard {
public:
    explicit PgGuard(PgPool& pool) : lease_(pool.acquire()) {}
    PGconn* get() const { return lease_.get(); }

private:
    PgLease lease_;
};

class ItemRepository {
public:
    explicit ItemRepository(PgPool& pool) : pool_(pool) {}
    bool ping() {
        PgGuard guard(pool_);
        return PQstatus(guard.get()) == CONNECTION_OK;
    }

private:
    PgPool& pool_;
};
