// what: right, because an inner block ends both transaction and lease before the HTTP request, and the update takes a new one
#include "slow_pqxx_pool.h"

#include <httplib.h>

#include <string>

namespace credit_check {

bool check_customer(PqxxPool& pool, int customer) {
    std::string name;
    {
        auto conn = pool.acquire();
        pqxx::read_transaction tx(*conn);
        name = tx.exec_params("SELECT name FROM customers WHERE id = $1", customer)[0][0].as<std::string>();
    }

    httplib::Client agency("agency.internal");
    const auto answer = agency.Get(("/score?name=" + name).c_str());
    const bool good = answer && answer->status == 200;

    auto conn = pool.acquire();
    pqxx::work tx(*conn);
    tx.exec_params("UPDATE customers SET creditworthy = $2 WHERE id = $1", customer, good);
    tx.commit();
    return good;
}

} // namespace credit_check
