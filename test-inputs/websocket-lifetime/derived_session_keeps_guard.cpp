// what: the stream sits in the base class and the guard in the derived class; both live as long as the client
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ws_pg_pool.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <cstddef>
#include <string>
#include <utility>

namespace auction_house {

namespace beast = boost::beast;
using tcp = boost::asio::ip::tcp;

class SocketBase {
public:
    explicit SocketBase(tcp::socket socket) : ws_(std::move(socket)) {}
    virtual ~SocketBase() = default;

    void listen() {
        ws_.async_read(buffer_, [this](beast::error_code ec, std::size_t) {
            if (ec)
                return;
            on_text(beast::buffers_to_string(buffer_.data()));
            buffer_.consume(buffer_.size());
            listen();
        });
    }

protected:
    virtual void on_text(const std::string& text) = 0;

private:
    beast::websocket::stream<tcp::socket> ws_;
    beast::flat_buffer buffer_;
};

class BidderSocket final : public SocketBase {
public:
    BidderSocket(tcp::socket socket, DbPool& pool) : SocketBase(std::move(socket)), lease_(pool.acquire()) {}

private:
    void on_text(const std::string& bid) override { pg_run(lease_.get(), "INSERT INTO bids(body) VALUES($1)", bid); }

    DbLease lease_; // EXPECT: websocket-lifetime
};

} // namespace auction_house
