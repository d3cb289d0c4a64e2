// what: the start-up code fills a global with a pooled session
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "ua_mysql_pool.h"

static MYSQL* gSession = nullptr;

bool startUp(MysqlPool& pool) {
    gSession = pool.getConnection(); // EXPECT: long-lived-session "global variable 'gSession'"
    return gSession != nullptr && mysql_ping(gSession) == 0;
}
