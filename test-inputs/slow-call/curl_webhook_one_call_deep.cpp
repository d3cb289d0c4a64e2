// what: the HTTP request sits in a helper; the report is at the call of the helper in the function that holds the lease
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <curl/curl.h>

#include <string>

namespace order_webhook {

bool post_json(const std::string& url, const std::string& body) {
    CURL* curl = curl_easy_init();
    if (!curl)
        return false;
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
    const CURLcode code = curl_easy_perform(curl);
    curl_easy_cleanup(curl);
    return code == CURLE_OK;
}

void announce_order(PgPool& pool, const std::string& order, const std::string& url) {
    PgLease lease = pool.acquire();
    const char* values[] = {order.c_str()};
    PGresult* rows = PQexecParams(lease.get(), "SELECT payload FROM orders WHERE id = $1", 1, nullptr, values, nullptr, nullptr, 0);
    std::string payload;
    if (PQntuples(rows) > 0)
        payload = PQgetvalue(rows, 0, 0);
    PQclear(rows);

    const bool sent = post_json(url, payload); // EXPECT: slow-call
    const char* outcome[] = {order.c_str(), sent ? "sent" : "failed"};
    PQclear(PQexecParams(lease.get(), "UPDATE orders SET hook = $2 WHERE id = $1", 2, nullptr, outcome, nullptr, nullptr, 0));
}

} // namespace order_webhook
