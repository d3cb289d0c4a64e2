#include <leasehold/mariadb.h>

using namespace std::chrono_literals;

void serve(leasehold::Pool<leasehold::mariadb::Driver> &pool);

void start(const leasehold::mariadb::Config &config) {
#include "example.h"
  serve(pool);
}
