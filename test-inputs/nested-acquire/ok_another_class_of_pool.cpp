// what: right: a session of another kind of pool
// flags: -std=c++20 -isystem /usr/include/mariadb -isystem /usr/include/postgresql
#include "slow_mysql_pool.h"
#include "slow_pg_pool.h"

void copyUsers(PgPool& warehouse) {
    MYSQL* sql = nullptr;
    SqlConnRAII raii(&sql, SqlConnPool::Instance());
    mysql_query(sql, "SELECT id FROM users");
    PgLease session = warehouse.acquire();
    PQclear(PQexec(session.get(), "INSERT INTO users VALUES (1)"));
}
