// what: right, because the handlers capture the pool and acquire inside, one lease per message
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ws_pg_pool.h"

#include <websocketpp/config/asio_no_tls.hpp>
#include <websocketpp/server.hpp>

#include <memory>

namespace tip_jar {

using Server = websocketpp::server<websocketpp::config::asio>;

void install(Server& server, const std::shared_ptr<DbPool>& pool, DbPool& audit) {
    server.set_open_handler([pool](websocketpp::connection_hdl) {
        auto db = pool->acquire_shared();
        PQclear(PQexec(db.get(), "UPDATE stats SET visitors = visitors + 1"));
    });
    server.set_message_handler([&audit](websocketpp::connection_hdl, Server::message_ptr message) {
        DbLease lease = audit.acquire();
        pg_run(lease.get(), "INSERT INTO tips(body) VALUES($1)", message->get_payload());
    });
}

} // namespace tip_jar
