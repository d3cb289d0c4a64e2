// what: the transaction is gone in the handler, but the connection was taken outside the try block and waits out the backoff
#include "slow_pqxx_pool.h"

#include <chrono>
#include <stdexcept>
#include <thread>

namespace ledger_posting {

void post_entry(PqxxPool& pool, int account, int cents) {
    auto conn = pool.acquire();
    for (int attempt = 0; attempt < 4; ++attempt) {
        try {
            pqxx::work tx(*conn);
            tx.exec_params("INSERT INTO entries(account, cents) VALUES($1, $2)", account, cents);
            tx.commit();
            return;
        } catch (const pqxx::serialization_failure&) {
            std::this_thread::sleep_for(std::chrono::milliseconds(200 << attempt)); // EXPECT: slow-call "sleeps"
        }
    }
    throw std::runtime_error("entry could not be posted");
}

} // namespace ledger_posting
