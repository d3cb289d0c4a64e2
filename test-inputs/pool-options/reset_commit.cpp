// what: what is open is committed: a choice, no failure
#include <chrono>
#include <leasehold/pool.h>
#include <leasehold/sqlite.h>
#include <string>

using namespace std::chrono_literals;

void serve(leasehold::Pool<leasehold::sqlite::Driver>& pool);

void run(const std::string& file) {
    leasehold::Options o;
    o.reset_on_return = leasehold::Reset::commit;
    leasehold::Pool pool(leasehold::sqlite::Driver(file), o);
    serve(pool);
}
