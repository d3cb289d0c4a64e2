// what: waits two seconds for a payment provider while a transaction, and so a pooled connection, stays open
#include "slow_pqxx_pool.h"

#include <chrono>
#include <string>
#include <thread>

namespace invoice_settlement {

bool settle(PqxxPool& pool, int invoice) {
    auto conn = pool.acquire(); // NOTE: "acquired here"
    pqxx::work tx(*conn);
    const auto rows = tx.exec_params("SELECT state FROM invoices WHERE id = $1", invoice);
    if (rows.empty())
        return false;
    if (rows[0][0].as<std::string>() == "pending")
        std::this_thread::sleep_for(std::chrono::seconds(2)); // EXPECT: slow-call "sleeps"
    tx.exec_params("UPDATE invoices SET state = 'settled' WHERE id = $1", invoice);
    tx.commit();
    return true;
}

} // namespace invoice_settlement
