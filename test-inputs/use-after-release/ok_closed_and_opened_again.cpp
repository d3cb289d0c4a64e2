// what: right: close() and open() of one object
#include <soci/soci.h>
#include <string>

void both(const std::string& first, const std::string& second) {
    soci::session sql(first);
    sql << "delete from a";
    sql.close();
    sql.open(second);
    sql << "delete from b";
}
