// what: right, because the lambda that captures the lease is an argument of std::for_each and is gone before the handler returns
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ws_pg_pool.h"

#include <websocketpp/config/asio_no_tls.hpp>
#include <websocketpp/server.hpp>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

namespace shopping_list {

using Server = websocketpp::server<websocketpp::config::asio>;

class Lists {
public:
    Lists(Server& server, DbPool& pool) : pool_(pool) {
        server.set_message_handler(
            [this](websocketpp::connection_hdl, Server::message_ptr message) { on_message(message->get_payload()); });
    }

private:
    void on_message(const std::string& text) {
        std::istringstream words(text);
        std::vector<std::string> items;
        for (std::string word; words >> word;)
            items.push_back(word);
        const DbLease lease = pool_.acquire();
        std::for_each(items.begin(), items.end(),
                      [&lease](const std::string& item) { pg_run(lease.get(), "INSERT INTO items(name) VALUES($1)", item); });
    }

    DbPool& pool_;
};

} // namespace shopping_list
