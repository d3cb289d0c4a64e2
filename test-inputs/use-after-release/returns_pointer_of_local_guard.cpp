// what: the function returns the raw session of its local guard
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"

class Store {
public:
    explicit Store(PgConnPool& pool) : pool_(pool) {}
    PGconn* connection() {
        PgLease lease(pool_);
        PQclear(PQexec(lease.get(), "SET search_path TO store"));
        return lease.get(); // EXPECT: use-after-release "its guard gives it back"
    }

private:
    PgConnPool& pool_;
};
