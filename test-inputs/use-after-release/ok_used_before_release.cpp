// what: right: everything is done before the session goes back
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "ua_mysql_pool.h"

#include <cstdio>

void touch(MysqlPool& pool, const char* query) {
    MYSQL* conn = pool.getConnection();
    if (conn == nullptr)
        return;
    if (mysql_query(conn, query) != 0)
        std::fprintf(stderr, "%s\n", mysql_error(conn));
    pool.releaseConnection(conn);
}
