// what: a service that configures the options in a member
#include <chrono>
#include <leasehold/pool.h>
#include <leasehold/postgres.h>
#include <optional>
#include <string>

using namespace std::chrono_literals;

class Service {
public:
    explicit Service(const std::string& dsn) : dsn_(dsn) {
        options_.pool_size = 5;
        options_.pool_timeout = 1s; // EXPECT: pool-options
    }
    void start() { pool_.emplace(leasehold::postgres::Driver(dsn_), options_); }

private:
    std::string dsn_;
    leasehold::Options options_;
    std::optional<leasehold::Pool<leasehold::postgres::Driver>> pool_;
};
