// what: right, because the class with the guard member owns no socket: it is a unit of work that lives for one message
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ws_pg_pool.h"

#include <websocketpp/config/asio_no_tls.hpp>
#include <websocketpp/server.hpp>

#include <string>

namespace recipe_service {

using Server = websocketpp::server<websocketpp::config::asio>;

class SaveRecipe {
public:
    explicit SaveRecipe(DbPool& pool) : lease_(pool.acquire()) {}

    void run(const std::string& recipe) { pg_run(lease_.get(), "INSERT INTO recipes(body) VALUES($1)", recipe); }

private:
    DbLease lease_;
};

void install(Server& server, DbPool& pool) {
    server.set_message_handler([&pool](websocketpp::connection_hdl, Server::message_ptr message) {
        SaveRecipe unit(pool);
        unit.run(message->get_payload());
    });
}

} // namespace recipe_service
