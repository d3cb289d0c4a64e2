// what: right: two pools of one registry, by name
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <string>

PgPool& poolNamed(const std::string& name);

void nightly() {
    PgLease orders = poolNamed("orders").acquire();
    PgLease archive = poolNamed("archive").acquire();
    PQclear(PQexec(orders.get(), "DELETE FROM old"));
    PQclear(PQexec(archive.get(), "INSERT INTO old VALUES (1)"));
}
