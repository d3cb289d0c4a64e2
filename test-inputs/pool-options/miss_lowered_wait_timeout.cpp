// what: a known limit: the server closes what is idle for ten minutes, which its configuration says and no source does
#include <leasehold/mariadb.h>
#include <leasehold/pool.h>

using namespace std::chrono_literals;

void serve(leasehold::Pool<leasehold::mariadb::Driver>& pool);

// my.cnf of the server: wait_timeout = 600
void run(const leasehold::mariadb::Config& config) {
    leasehold::Options o;
    o.pool_recycle = 1h; // MISS: pool-options
    o.pre_ping = false;
    leasehold::Pool pool(leasehold::mariadb::Driver(config), o);
    serve(pool);
}
