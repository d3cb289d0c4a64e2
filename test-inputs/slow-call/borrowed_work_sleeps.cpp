// what: the caller's transaction is borrowed; the report is at the sleep inside, and the caller's call, which hands over the transaction, is silent
#include "slow_pqxx_pool.h"

#include <chrono>
#include <thread>

namespace stock_reservation {

bool reserve(pqxx::work& tx, int article, int amount) {
    for (int attempt = 0; attempt < 5; ++attempt) {
        const auto changed = tx.exec_params(
            "UPDATE stock SET free = free - $2 WHERE article = $1 AND free >= $2", article, amount);
        if (changed.affected_rows() == 1)
            return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(500)); // EXPECT: slow-call "sleeps"
    }
    return false;
}

void place_order(PqxxPool& pool, int article, int amount) {
    auto conn = pool.acquire();
    pqxx::work tx(*conn);
    if (reserve(tx, article, amount)) {
        tx.exec_params("INSERT INTO orders(article, amount) VALUES($1, $2)", article, amount);
        tx.commit();
    } else {
        tx.abort();
    }
}

} // namespace stock_reservation
