// what: the message handler of the server captures a lease, which then lives as long as the server
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ws_pg_pool.h"

#include <websocketpp/config/asio_no_tls.hpp>
#include <websocketpp/server.hpp>

#include <memory>

namespace dashboard_feed {

using Server = websocketpp::server<websocketpp::config::asio>;

void install(Server& server, DbPool& pool) {
    auto db = pool.acquire_shared(); // NOTE: "acquired here"
    server.set_message_handler([db](websocketpp::connection_hdl, Server::message_ptr message) { // EXPECT: websocket-lifetime
        pg_run(db.get(), "INSERT INTO clicks(body) VALUES($1)", message->get_payload());
    });
}

} // namespace dashboard_feed
