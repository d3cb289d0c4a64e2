// what: a known limit: options at namespace scope, and as a member's default, are not looked at
#include <leasehold/pool.h>
#include <leasehold/postgres.h>

using namespace std::chrono_literals;
using PgPool = leasehold::Pool<leasehold::postgres::Driver>;

const leasehold::Options hasty{.pool_size = 20, .pool_timeout = 1s}; // MISS: pool-options

struct Service {
    leasehold::Options options{.reset_on_return = leasehold::Reset::none}; // MISS: pool-options
    void serve(PgPool& pool);
    void run(const std::string& dsn) {
        PgPool pool(leasehold::postgres::Driver(dsn), options);
        serve(pool);
    }
};
