// what: a raw session is given back and then asked for the error text
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "ua_mysql_pool.h"

#include <cstdio>

void touch(MysqlPool& pool, const char* query) {
    MYSQL* conn = pool.getConnection();
    if (conn == nullptr)
        return;
    int failed = mysql_query(conn, query);
    pool.releaseConnection(conn); // NOTE: "given back here"
    if (failed)
        mysql_rollback(conn); // EXPECT: use-after-release "session 'conn' is used after it was given back"
}
