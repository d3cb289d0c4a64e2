// what: right, because the WebSocket session keeps a reference to the pool and takes a lease inside the handler
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ws_pg_pool.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <cstddef>
#include <memory>
#include <utility>

namespace vote_counter {

namespace beast = boost::beast;
using tcp = boost::asio::ip::tcp;

class VoterSession : public std::enable_shared_from_this<VoterSession> {
public:
    VoterSession(tcp::socket socket, DbPool& pool) : ws_(std::move(socket)), pool_(pool) {}

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
            {
                DbLease lease = self->pool_.acquire();
                pg_run(lease.get(), "INSERT INTO votes(body) VALUES($1)", beast::buffers_to_string(self->buffer_.data()));
            }
            self->buffer_.consume(self->buffer_.size());
            self->read();
        });
    }

    beast::websocket::stream<tcp::socket> ws_;
    beast::flat_buffer buffer_;
    DbPool& pool_;
};

} // namespace vote_counter
