// what: right, because the future, the queue and the thread are waited for before the connection is taken
#include "slow_pqxx_pool.h"
#include "slow_queue.h"

#include <future>
#include <string>
#include <thread>

namespace ocr_pipeline {

std::string recognize(std::string page);

void store_page(PqxxPool& pool, BlockingQueue<std::string>& pages) {
    auto text = std::async(std::launch::async, recognize, pages.pop());
    std::string checksum;
    std::thread hasher([&checksum] { checksum = "sha256"; });
    hasher.join();
    const std::string recognized = text.get();

    auto conn = pool.acquire();
    pqxx::work tx(*conn);
    tx.exec_params("INSERT INTO pages(body, checksum) VALUES($1, $2)", recognized, checksum);
    tx.commit();
}

} // namespace ocr_pipeline
