// what: MariaDB: connections are never replaced and not tried before use
#include <chrono>
#include <leasehold/pool.h>
#include <leasehold/mariadb.h>
#include <string>

using namespace std::chrono_literals;

void serve(leasehold::Pool<leasehold::mariadb::Driver>& pool);

void run(const leasehold::mariadb::Config& config) {
    leasehold::Options o;
    o.pool_recycle = 0ms; // EXPECT: pool-options "never replaced and never tried"
    o.pre_ping = false;
    leasehold::Pool pool(leasehold::mariadb::Driver(config), o);
    serve(pool);
}

void run_with_ping(const leasehold::mariadb::Config& config) {
    leasehold::Options o;
    o.pool_recycle = 0ms;
    leasehold::Pool pool(leasehold::mariadb::Driver(config), o);
    serve(pool);
}
