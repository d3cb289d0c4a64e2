// what: C style with goto cleanup: the retry sleep runs before the label gives the connection back
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "slow_mysql_pool.h"

#include <unistd.h>

namespace token_refresh {

int refresh_token(const char* update) {
    int result = -1;
    MYSQL* conn = SqlConnPool::Instance()->GetConn();
    if (conn == nullptr)
        return -1;
    if (mysql_query(conn, "SELECT id FROM tokens LIMIT 1") != 0)
        goto cleanup;
    mysql_free_result(mysql_store_result(conn));
    if (mysql_query(conn, update) != 0) {
        sleep(2); // EXPECT: slow-call "sleeps"
        if (mysql_query(conn, update) != 0)
            goto cleanup;
    }
    result = 0;

cleanup:
    SqlConnPool::Instance()->FreeConn(conn);
    return result;
}

} // namespace token_refresh
