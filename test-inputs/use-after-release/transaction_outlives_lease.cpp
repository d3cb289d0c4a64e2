// what: the transaction object is committed after the session went back
#include "slow_pqxx_pool.h"

#include <memory>

void book(PqxxPool& pool) {
    std::unique_ptr<pqxx::work> txn;
    {
        PooledPqxx conn = pool.acquire();
        txn = std::make_unique<pqxx::work>(*conn);
        txn->exec("INSERT INTO bookings VALUES (1)");
    }
    txn->commit(); // EXPECT: use-after-release
}
