// what: a designated initialiser, handed to the pool at once
#include <chrono>
#include <leasehold/pool.h>
#include <leasehold/postgres.h>
#include <string>

using namespace std::chrono_literals;

void serve(leasehold::Pool<leasehold::postgres::Driver>& pool);

void run(const std::string& dsn) {
    leasehold::Pool pool(leasehold::postgres::Driver(dsn),
                         leasehold::Options{.pool_size = 4, .pool_timeout = 500ms}); // EXPECT: pool-options "less than 5 s"
    serve(pool);
}
