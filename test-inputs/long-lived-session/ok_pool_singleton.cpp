// what: right: a singleton that keeps connections to hand them out is a pool
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "inf_sql_pool.h"

void warmUp() {
    connection_pool* pool = connection_pool::GetInstance();
    MYSQL* con = pool->GetConnection();
    mysql_ping(con);
    pool->ReleaseConnection(con);
}
