// what: right: create() makes a new object for each request
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <memory>

class Reader {
public:
    static std::unique_ptr<Reader> create(PgPool& pool) { return std::make_unique<Reader>(pool); }
    explicit Reader(PgPool& pool) : session_(pool.acquire()) {}
    void read() { PQclear(PQexec(session_.get(), "SELECT 1")); }

private:
    PgLease session_;
};

void handle(PgPool& pool) { Reader::create(pool)->read(); }
