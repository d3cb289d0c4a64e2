// what: the error path gives back what the end of the function gives back again
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "ua_mysql_pool.h"

bool store(MysqlPool& pool, const char* insert) {
    MYSQL* conn = pool.getConnection();
    if (conn == nullptr)
        return false;
    bool ok = true;
    if (mysql_query(conn, insert) != 0) {
        ok = false;
        pool.releaseConnection(conn);
    }
    pool.releaseConnection(conn); // EXPECT: use-after-release "given back a second time"
    return ok;
}
