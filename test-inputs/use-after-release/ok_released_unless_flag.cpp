// what: right: a flag says whether it has been given back
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "ua_mysql_pool.h"

bool store(MysqlPool& pool, const char* insert) {
    MYSQL* conn = pool.getConnection();
    if (conn == nullptr)
        return false;
    bool given = false;
    if (mysql_query(conn, insert) != 0) {
        pool.releaseConnection(conn);
        given = true;
    }
    if (!given) {
        mysql_query(conn, "COMMIT");
        pool.releaseConnection(conn);
    }
    return !given;
}
