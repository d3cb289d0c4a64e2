// what: at login a shared connection is stored into a member of the WebSocket session and stays there
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ws_pg_pool.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <memory>
#include <string>
#include <utility>

namespace trading_desk {

namespace beast = boost::beast;
using tcp = boost::asio::ip::tcp;

class TraderSocket {
public:
    TraderSocket(tcp::socket socket, DbPool& pool) : ws_(std::move(socket)), pool_(pool) {}

    bool login(const std::string& token) {
        db_ = pool_.acquire_shared(); // EXPECT: websocket-lifetime
        return pg_run(db_.get(), "SELECT trader FROM tokens WHERE token = $1", token);
    }

    void order(const std::string& order) {
        if (db_)
            pg_run(db_.get(), "INSERT INTO orders(body) VALUES($1)", order);
    }

    bool connected() const { return ws_.is_open(); }

private:
    beast::websocket::stream<tcp::socket> ws_;
    DbPool& pool_;
    std::shared_ptr<PGconn> db_;
};

} // namespace trading_desk
