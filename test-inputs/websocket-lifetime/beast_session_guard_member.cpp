// what: the session object of one browser owns a guard; the lease lasts as long as the tab stays open
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ws_pg_pool.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <cstddef>
#include <memory>
#include <utility>

namespace game_lobby {

namespace beast = boost::beast;
using tcp = boost::asio::ip::tcp;

class PlayerSession : public std::enable_shared_from_this<PlayerSession> {
public:
    PlayerSession(tcp::socket socket, DbPool& pool) : ws_(std::move(socket)), lease_(pool.acquire()) {}

    void run() {
        ws_.async_accept([self = shared_from_this()](beast::error_code ec) {
            if (!ec)
                self->read();
        });
    }

private:
    void read() {
        ws_.async_read(buffer_, [self = shared_from_this()](beast::error_code ec, std::size_t) {
            if (ec)
                return;
            self->on_message();
        });
    }

    void on_message() {
        pg_run(lease_.get(), "INSERT INTO moves(body) VALUES($1)", beast::buffers_to_string(buffer_.data()));
        buffer_.consume(buffer_.size());
        read();
    }

    beast::websocket::stream<tcp::socket> ws_;
    beast::flat_buffer buffer_;
    DbLease lease_; // EXPECT: websocket-lifetime
};

} // namespace game_lobby
