// what: the session is closed and used once more
#include <soci/soci.h>

void purge(soci::connection_pool& pool) {
    soci::session sql(pool);
    sql << "delete from sessions where expired";
    sql.close();
    sql << "vacuum sessions"; // EXPECT: use-after-release
}
