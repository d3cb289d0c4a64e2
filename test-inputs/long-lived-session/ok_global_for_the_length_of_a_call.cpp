// what: right: the global is set for the length of the call and given back
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "ua_mysql_pool.h"

static MYSQL* gCurrent = nullptr;

static void step() { mysql_query(gCurrent, "UPDATE steps SET done = 1"); }

void runJob(MysqlPool& pool) {
    gCurrent = pool.getConnection();
    if (gCurrent == nullptr)
        return;
    step();
    pool.releaseConnection(gCurrent);
    gCurrent = nullptr;
}
