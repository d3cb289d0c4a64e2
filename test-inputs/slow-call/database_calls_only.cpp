// what: right, because statements, result reading and fetch loops are the session's own work, however long they take
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "slow_mysql_pool.h"

#include <cstdlib>
#include <string>

namespace sales_summary {

long total(int year) {
    MYSQL* sql = nullptr;
    SqlConnRAII raii(&sql, SqlConnPool::Instance());
    if (!sql)
        return -1;
    const std::string query = "SELECT amount FROM sales WHERE year = " + std::to_string(year) + " AND SLEEP(0.01) = 0";
    if (mysql_ping(sql) != 0 || mysql_query(sql, query.c_str()) != 0)
        return -1;
    MYSQL_RES* rows = mysql_store_result(sql);
    if (!rows)
        return -1;
    long sum = 0;
    while (MYSQL_ROW row = mysql_fetch_row(rows))
        sum += row[0] ? std::strtol(row[0], nullptr, 10) : 0;
    mysql_free_result(rows);
    return sum;
}

} // namespace sales_summary
