// what: two raw sessions of one pool, both given back by hand
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "ua_mysql_pool.h"

namespace ledger {

bool mirror(MysqlPool& pool) {
    MYSQL* source = pool.getConnection();
    if (source == nullptr)
        return false;
    bool ok = mysql_query(source, "SELECT id FROM entries") == 0;
    if (ok) {
        MYSQL* target = pool.getConnection(); // EXPECT: nested-acquire "the same pool 'pool'"
        if (target != nullptr) {
            ok = mysql_query(target, "DELETE FROM mirror") == 0;
            pool.releaseConnection(target);
        }
    }
    pool.releaseConnection(source);
    return ok;
}

} // namespace ledger
