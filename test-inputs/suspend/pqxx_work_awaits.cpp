// what: a libpqxx transaction of the caller waits for a webhook
#include "co_task.h"
#include <pqxx/pqxx>

Task<void> publish(pqxx::work& tx, HttpClient& hook, long id) {
    tx.exec("UPDATE article SET state = 'public'");
    co_await hook.post("https://hook", std::to_string(id)); // EXPECT: suspend "with an open transaction"
    tx.exec("UPDATE article SET told = true");
}

Task<void> publish_row(pqxx::connection& conn, HttpClient& hook, long id) {
    co_await hook.post("https://hook", std::to_string(id)); // EXPECT: suspend
    pqxx::work tx(conn);
    tx.exec("UPDATE article SET told = true");
    tx.commit();
}
