// what: an acquire that may wait for ever
#include <chrono>
#include <leasehold/options.h>
#include <string>

using namespace std::chrono_literals;

leasehold::Options options() {
    leasehold::Options o;
    o.pool_timeout = std::chrono::milliseconds::max(); // EXPECT: pool-options "without a limit"
    return o;
}

leasehold::Options for_a_day() {
    return {.pool_timeout = 24h}; // EXPECT: pool-options "without a limit"
}
