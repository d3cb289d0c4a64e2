// what: a known limit: every copy() needs two sessions of a pool that has one; only the nested acquire is reported
#include <leasehold/pool.h>
#include <leasehold/postgres.h>

using PgPool = leasehold::Pool<leasehold::postgres::Driver>;

void copy(PgPool& pool) {
    auto reader = pool.acquire();
    auto writer = pool.acquire(); // EXPECT: nested-acquire
    writer->execute("INSERT INTO archive VALUES ($1)", 1);
    reader->execute("DELETE FROM orders");
}

void run(const std::string& dsn) {
    leasehold::Options o;
    o.pool_size = 1; // MISS: pool-options
    o.max_overflow = 0;
    PgPool pool(leasehold::postgres::Driver(dsn), o);
    copy(pool);
}
