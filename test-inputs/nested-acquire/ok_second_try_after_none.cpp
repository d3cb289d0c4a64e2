// what: right: asks again only when the first time there was none
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "ua_mysql_pool.h"

bool ping(MysqlPool& pool) {
    MYSQL* conn = pool.getConnection();
    if (conn == nullptr)
        conn = pool.getConnection();
    if (conn == nullptr)
        return false;
    bool ok = mysql_ping(conn) == 0;
    pool.releaseConnection(conn);
    return ok;
}
