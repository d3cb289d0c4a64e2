// what: an acquire timeout of two seconds, by a field
#include <chrono>
#include <leasehold/options.h>
#include <string>

using namespace std::chrono_literals;

leasehold::Options options() {
    leasehold::Options o;
    o.pool_size = 8;
    o.pool_timeout = 2s; // EXPECT: pool-options "less than 5 s"
    o.name = "orders";
    return o;
}
