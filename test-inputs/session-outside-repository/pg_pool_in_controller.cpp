// what: a hand-written libpq pool used by a controller
// flags: -std=c++20 -isystem /usr/include/postgresql
// options: Repositories=*Repository,*Dao
#include "slow_pg_pool.h"
#include <string>

class Controller {
public:
    explicit Controller(PgPool& pool) : pool_(pool) {}
    bool ping() {
        PgLease lease = pool_.acquire(); // EXPECT: session-outside-repository
        return PQstatus(lease.get()) == CONNECTION_OK;
    }

private:
    PgPool& pool_;
};

class HealthDao {
public:
    explicit HealthDao(PgPool& pool) : pool_(pool) {}
    bool ping() {
        PgLease lease = pool_.acquire();
        return PQstatus(lease.get()) == CONNECTION_OK;
    }

private:
    PgPool& pool_;
};
