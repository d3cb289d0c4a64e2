// what: a guard that fills a pointer, made without a name: it dies at the semicolon
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "slow_mysql_pool.h"

#include <string>

bool verify(const std::string& user) {
    MYSQL* sql = nullptr;
    SqlConnRAII(&sql, SqlConnPool::Instance());
    const std::string query = "SELECT password FROM user WHERE username = '" + user + "'";
    if (mysql_query(sql, query.c_str())) // EXPECT: use-after-release "pooled session 'sql' is used after it was given back"
        return false;
    MYSQL_RES* rows = mysql_store_result(sql);
    bool known = rows != nullptr && mysql_num_rows(rows) > 0;
    mysql_free_result(rows);
    return known;
}
