// what: waits for a future under an open transaction, though the computation needs no database
#include "slow_pqxx_pool.h"

#include <future>
#include <vector>

namespace risk_scoring {

double monte_carlo(std::vector<double> positions);

void store_score(PqxxPool& pool, int portfolio, std::vector<double> positions) {
    auto score = std::async(std::launch::async, monte_carlo, std::move(positions));

    auto conn = pool.acquire();
    pqxx::work tx(*conn);
    tx.exec_params("DELETE FROM scores WHERE portfolio = $1", portfolio);
    const double value = score.get(); // EXPECT: slow-call "waits for a future"
    tx.exec_params("INSERT INTO scores(portfolio, value) VALUES($1, $2)", portfolio, value);
    tx.commit();
}

} // namespace risk_scoring
