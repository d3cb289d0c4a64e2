// what: right: each path gives it back once and leaves
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "ua_mysql_pool.h"

bool store(MysqlPool& pool, const char* insert) {
    MYSQL* conn = pool.getConnection();
    if (conn == nullptr)
        return false;
    if (mysql_query(conn, insert) != 0) {
        pool.releaseConnection(conn);
        return false;
    }
    mysql_query(conn, "COMMIT");
    pool.releaseConnection(conn);
    return true;
}
