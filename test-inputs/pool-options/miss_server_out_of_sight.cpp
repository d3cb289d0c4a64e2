// what: a known limit: a function says "never" to both recycling and pinging, another one makes the MariaDB pool of it
#include <leasehold/mariadb.h>
#include <leasehold/pool.h>

using namespace std::chrono_literals;

void serve(leasehold::Pool<leasehold::mariadb::Driver>& pool);

static leasehold::Options options() {
    leasehold::Options o;
    o.pool_recycle = 0s; // MISS: pool-options
    o.pre_ping = false;
    return o;
}

void run(const leasehold::mariadb::Config& config) {
    leasehold::Pool pool(leasehold::mariadb::Driver(config), options());
    serve(pool);
}
