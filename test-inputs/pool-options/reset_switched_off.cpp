// what: the reset on return is switched off
#include <chrono>
#include <leasehold/pool.h>
#include <leasehold/postgres.h>
#include <string>

using namespace std::chrono_literals;

void serve(leasehold::Pool<leasehold::postgres::Driver>& pool);

void run(const std::string& dsn) {
    leasehold::Options o;
    o.reset_on_return = leasehold::Reset::none; // EXPECT: pool-options "inherits"
    leasehold::Pool pool(leasehold::postgres::Driver(dsn), std::move(o));
    serve(pool);
}
