// what: on_open moves a guard into the handler of the one connection
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ws_pg_pool.h"

#include <websocketpp/config/asio_no_tls.hpp>
#include <websocketpp/server.hpp>

#include <memory>
#include <utility>

namespace quiz_show {

using Server = websocketpp::server<websocketpp::config::asio>;

class Quiz {
public:
    Quiz(Server& server, DbPool& pool) : server_(server), pool_(pool) {
        server_.set_open_handler([this](websocketpp::connection_hdl hdl) { on_open(hdl); });
    }

private:
    void on_open(websocketpp::connection_hdl hdl) {
        auto connection = server_.get_con_from_hdl(hdl);
        auto lease = std::make_shared<DbLease>(pool_.acquire());
        connection->set_message_handler([lease = std::move(lease)](websocketpp::connection_hdl, Server::message_ptr answer) { // EXPECT: websocket-lifetime
            pg_run(lease->get(), "INSERT INTO answers(body) VALUES($1)", answer->get_payload());
        });
    }

    Server& server_;
    DbPool& pool_;
};

} // namespace quiz_show
