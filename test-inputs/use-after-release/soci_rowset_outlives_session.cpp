// what: a rowset reads from the session while it is walked, and is returned without it
#include <soci/soci.h>
#include <string>

soci::rowset<std::string> names(soci::connection_pool& pool) {
    soci::session sql(pool);
    soci::rowset<std::string> rows = (sql.prepare << "select name from users");
    return rows; // EXPECT: use-after-release "return the rows as values"
}
