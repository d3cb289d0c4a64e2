// what: connections to MariaDB are recycled after a day
#include <chrono>
#include <leasehold/pool.h>
#include <leasehold/mariadb.h>
#include <string>

using namespace std::chrono_literals;

void serve(leasehold::Pool<leasehold::mariadb::Driver>& pool);

void run(const leasehold::mariadb::Config& config) {
    leasehold::Options o;
    o.pool_recycle = 24h; // EXPECT: pool-options "wait_timeout"
    leasehold::Pool pool(leasehold::mariadb::Driver(config), o);
    serve(pool);
}
