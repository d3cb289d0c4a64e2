// what: right: this pool opens another connection when it has none, so nobody waits for anybody
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ua_pg_pool.h"

void compare(PgPool& pool) {
    PGconn* left = pool.acquire();
    if (left == nullptr)
        return;
    PGconn* right = pool.acquire();
    if (right != nullptr) {
        PQreset(right);
        pool.release(right);
    }
    PQreset(left);
    pool.release(left);
}
