// what: a helper gives back the session that it was passed, and goes on with it
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "ua_mysql_pool.h"

void finish(MysqlPool& pool, MYSQL* conn) {
    mysql_query(conn, "COMMIT");
    pool.releaseConnection(conn);
    mysql_query(conn, "UNLOCK TABLES"); // EXPECT: use-after-release
}
