// what: a reference to the session inside a temporary guard
#include "slow_pqxx_pool.h"

void touch(PqxxPool& pool) {
    pqxx::connection& conn = *pool.acquire();
    pqxx::work txn(conn); // EXPECT: use-after-release
    txn.exec("UPDATE nodes SET seen = now()");
    txn.commit();
}
