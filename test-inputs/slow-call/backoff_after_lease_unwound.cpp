// what: right, because transaction and connection were local to the try block and are gone when the handler sleeps
#include "slow_pqxx_pool.h"

#include <chrono>
#include <stdexcept>
#include <thread>

namespace payout_runner {

void pay_out(PqxxPool& pool, int account, int cents) {
    for (int attempt = 0; attempt < 4; ++attempt) {
        try {
            auto conn = pool.acquire();
            pqxx::work tx(*conn);
            tx.exec_params("UPDATE accounts SET cents = cents - $2 WHERE id = $1", account, cents);
            tx.commit();
            return;
        } catch (const pqxx::serialization_failure&) {
            std::this_thread::sleep_for(std::chrono::milliseconds(200 << attempt));
        }
    }
    throw std::runtime_error("payout failed");
}

} // namespace payout_runner
