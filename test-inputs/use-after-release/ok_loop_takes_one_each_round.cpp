// what: right: each round has a session of its own under the same name
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "ua_mysql_pool.h"

#include <string>
#include <vector>

void importAll(MysqlPool& pool, const std::vector<std::string>& lines) {
    for (const std::string& line : lines) {
        MYSQL* conn = pool.getConnection();
        if (conn == nullptr)
            continue;
        mysql_query(conn, line.c_str());
        pool.releaseConnection(conn);
    }
}
