// what: right, because every call under the lease receives the connection, the transaction or something made from them
#include "slow_pqxx_pool.h"

#include <string>
#include <vector>

namespace report_builder {

struct Line {
    std::string text;
};

void wait_for_lock(pqxx::work& tx, int report);
std::vector<Line> download_lines(pqxx::connection& conn, const pqxx::result& heads);
bool send_to_archive(pqxx::transaction_base& tx, const std::vector<Line>& lines);
std::string get(const pqxx::row& row);

std::string build(PqxxPool& pool, int report) {
    auto conn = pool.acquire();
    std::string title;
    std::vector<Line> lines;
    {
        pqxx::work tx(*conn);
        wait_for_lock(tx, report);
        const auto heads = tx.exec_params("SELECT * FROM heads WHERE report = $1", report);
        title = get(heads[0]);
        tx.commit();
        lines = download_lines(*conn, heads);
    }
    pqxx::work tx(*conn);
    if (send_to_archive(tx, lines))
        tx.commit();
    else
        tx.abort();
    return title;
}

} // namespace report_builder
