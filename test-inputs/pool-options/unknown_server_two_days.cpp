// what: the options are made where no server is in sight, for two days
#include <chrono>
#include <leasehold/options.h>
#include <string>

using namespace std::chrono_literals;

leasehold::Options options() {
    return {.pool_size = 10, .pool_recycle = 48h}; // EXPECT: pool-options "28800 s"
}

leasehold::Options options_for_the_evening() { return {.pool_size = 10, .pool_recycle = 7h}; }
