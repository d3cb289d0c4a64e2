// what: a singleton pool: the helper takes a session of its own while the caller has one
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "slow_mysql_pool.h"

#include <string>

namespace forum {

bool userExists(const std::string& name) {
    MYSQL* sql = nullptr;
    SqlConnRAII raii(&sql, SqlConnPool::Instance());
    const std::string query = "SELECT 1 FROM users WHERE name = '" + name + "'";
    return mysql_query(sql, query.c_str()) == 0;
}

void post(const std::string& author, const std::string& text) {
    MYSQL* sql = nullptr;
    SqlConnRAII raii(&sql, SqlConnPool::Instance());
    if (!userExists(author)) // EXPECT: nested-acquire "the same pool"
        return;
    const std::string query = "INSERT INTO posts VALUES ('" + author + "', '" + text + "')";
    mysql_query(sql, query.c_str());
}

} // namespace forum
