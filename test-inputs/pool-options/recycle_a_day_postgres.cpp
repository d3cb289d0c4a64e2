// what: PostgreSQL and SQLite do not close idle connections
#include <chrono>
#include <leasehold/pool.h>
#include <leasehold/postgres.h>
#include <leasehold/sqlite.h>
#include <string>

using namespace std::chrono_literals;

void serve(leasehold::Pool<leasehold::postgres::Driver>& pool);
void serve(leasehold::Pool<leasehold::sqlite::Driver>& pool);

void run(const std::string& dsn) {
    leasehold::Options o;
    o.pool_recycle = 24h;
    leasehold::Pool pool(leasehold::postgres::Driver(dsn), o);
    serve(pool);
}

void run_embedded(const std::string& file) {
    leasehold::Options o{.pool_recycle = 72h};
    leasehold::Pool pool(leasehold::sqlite::Driver(file), o);
    serve(pool);
}

void run_for_ever(const std::string& file) {
    leasehold::Pool pool(leasehold::sqlite::Driver(file),
                         leasehold::Options{.pool_recycle = 0ms, .pre_ping = false});
    serve(pool);
}
