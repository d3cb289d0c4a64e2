// what: a static soci::session of the pool
#include <soci/soci.h>
#include <string>

soci::connection_pool& pool();

void log(const std::string& line) {
    static soci::session sql(pool()); // EXPECT: long-lived-session
    sql << "insert into log(line) values(:l)", soci::use(line);
}
