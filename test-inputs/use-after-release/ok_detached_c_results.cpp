// what: right: PGresult and a stored MYSQL_RES outlive their connection
// flags: -std=c++20 -isystem /usr/include/mariadb -isystem /usr/include/postgresql
#include "bg_pg_pool.h"
#include "ua_mysql_pool.h"

int both(PgConnPool& pool, MysqlPool& other) {
    PGresult* rows = nullptr;
    {
        PgLease lease(pool);
        rows = PQexec(lease.get(), "SELECT 1");
    }
    int count = PQntuples(rows);
    PQclear(rows);
    MYSQL* conn = other.getConnection();
    if (conn == nullptr)
        return count;
    MYSQL_RES* stored = mysql_query(conn, "SELECT 1") == 0 ? mysql_store_result(conn) : nullptr;
    other.releaseConnection(conn);
    if (stored != nullptr) {
        count += static_cast<int>(mysql_num_rows(stored));
        mysql_free_result(stored);
    }
    return count;
}
