// what: right: the variable has another session before it is used again
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "ua_mysql_pool.h"

void work(MysqlPool& pool) {
    MYSQL* conn = pool.getConnection();
    if (conn == nullptr)
        return;
    mysql_query(conn, "DELETE FROM a");
    pool.releaseConnection(conn);
    conn = pool.getConnection();
    if (conn == nullptr)
        return;
    mysql_query(conn, "DELETE FROM b");
    pool.releaseConnection(conn);
}
