// what: given back in the first round of the loop, used in the second
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "ua_mysql_pool.h"

#include <string>
#include <vector>

void importAll(MysqlPool& pool, const std::vector<std::string>& lines) {
    MYSQL* conn = pool.getConnection(); // EXPECT: unguarded-acquire
    if (conn == nullptr)
        return;
    for (const std::string& line : lines) {
        mysql_query(conn, line.c_str()); // EXPECT: use-after-release
        if (line.empty())
            pool.releaseConnection(conn);
    }
}
