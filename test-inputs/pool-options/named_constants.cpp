// what: the limits are named constants
#include <chrono>
#include <leasehold/options.h>
#include <string>

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kPatience{1500};
constexpr auto kPatient = std::chrono::seconds(45);

leasehold::Options hasty() {
    leasehold::Options o;
    o.pool_timeout = kPatience; // EXPECT: pool-options
    return o;
}

leasehold::Options patient() {
    leasehold::Options o;
    o.pool_timeout = kPatient;
    return o;
}
