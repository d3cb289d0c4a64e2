// what: right: each round, and each batch, has a transaction of its own
#include "slow_pqxx_pool.h"

#include <optional>
#include <vector>

void each(PqxxPool& pool, const std::vector<int>& ids) {
    PooledPqxx conn = pool.acquire();
    for (int id : ids) {
        pqxx::work txn(*conn);
        txn.exec_params("DELETE FROM users WHERE id = $1", id);
        txn.commit();
    }
}

void batches(PqxxPool& pool, const std::vector<int>& ids) {
    PooledPqxx conn = pool.acquire();
    std::optional<pqxx::work> txn;
    txn.emplace(*conn);
    int n = 0;
    for (int id : ids) {
        txn->exec_params("DELETE FROM users WHERE id = $1", id);
        if (++n % 100 == 0) {
            txn->commit();
            txn.reset();
            txn.emplace(*conn);
        }
    }
    txn->commit();
}

void renewed(PqxxPool& pool) {
    PooledPqxx conn = pool.acquire();
    auto txn = std::make_unique<pqxx::work>(*conn);
    txn->exec("INSERT INTO bookings VALUES (1)");
    txn->commit();
    txn.reset();
    txn = std::make_unique<pqxx::work>(*conn);
    txn->exec("INSERT INTO bookings VALUES (2)");
    txn->commit();
}
