// what: right, because every goto leads to the label that gives the connection back, and the backoff comes after it
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "slow_mysql_pool.h"

#include <unistd.h>

namespace counter_flush {

int flush_counters(const char* update, unsigned backoff_seconds) {
    int result = -1;
    MYSQL* conn = SqlConnPool::Instance()->GetConn();
    if (conn == nullptr)
        goto wait;
    if (mysql_query(conn, update) != 0)
        goto cleanup;
    if (mysql_affected_rows(conn) == 0)
        goto cleanup;
    result = 0;

cleanup:
    SqlConnPool::Instance()->FreeConn(conn);
wait:
    if (result != 0)
        sleep(backoff_seconds);
    return result;
}

} // namespace counter_flush
