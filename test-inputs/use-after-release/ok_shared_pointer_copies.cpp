// what: right: another shared_ptr keeps the session
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "bg_mysql_pool.h"

#include <memory>

void run(const std::shared_ptr<MySqlConnections>& pool) {
    MYSQL* raw = nullptr;
    std::shared_ptr<MYSQL> keep;
    {
        std::shared_ptr<MYSQL> conn = pool->getConnection();
        keep = conn;
        raw = conn.get();
    }
    mysql_query(raw, "SELECT 1");
}
