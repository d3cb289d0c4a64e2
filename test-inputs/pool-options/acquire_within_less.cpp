// what: a shorter time for one acquire is a decision of that place
#include <chrono>
#include <leasehold/pool.h>
#include <leasehold/sqlite.h>
#include <string>

using namespace std::chrono_literals;

bool try_touch(leasehold::Pool<leasehold::sqlite::Driver>& pool) {
    auto session = pool.acquire(100ms);
    session->execute("UPDATE touched SET n = n + 1");
    return true;
}
