// what: the defaults, and values that are as good
#include <chrono>
#include <leasehold/pool.h>
#include <leasehold/mariadb.h>
#include <string>

using namespace std::chrono_literals;

void serve(leasehold::Pool<leasehold::mariadb::Driver>& pool);

void run(const leasehold::mariadb::Config& config) {
    leasehold::Options o;
    o.pool_size = 20;
    o.max_overflow = 0;
    o.pool_timeout = 10s;
    o.pool_recycle = 30min;
    o.pre_ping = true;
    o.reset_on_return = leasehold::Reset::rollback;
    leasehold::Pool pool(leasehold::mariadb::Driver(config), o);
    serve(pool);
}

void run_with_defaults(const leasehold::mariadb::Config& config) {
    leasehold::Pool pool{leasehold::mariadb::Driver(config)};
    serve(pool);
}
