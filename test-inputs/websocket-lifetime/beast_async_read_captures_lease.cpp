// what: the completion handler of async_read captures the lease, so it is held until the client deigns to write
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ws_pg_pool.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <cstddef>
#include <memory>
#include <utility>

namespace remote_sign {

namespace beast = boost::beast;
using tcp = boost::asio::ip::tcp;

struct Signature {
    explicit Signature(tcp::socket socket) : ws(std::move(socket)) {}
    beast::websocket::stream<tcp::socket> ws;
    beast::flat_buffer buffer;
};

void ask_for_signature(const std::shared_ptr<Signature>& signature, DbPool& pool) {
    auto lease = std::make_shared<DbLease>(pool.acquire());
    PQclear(PQexec(lease->get(), "UPDATE contracts SET state = 'presented'"));
    signature->ws.async_read(signature->buffer, [signature, lease](beast::error_code ec, std::size_t) { // EXPECT: websocket-lifetime
        if (!ec)
            pg_run(lease->get(), "INSERT INTO signatures(image) VALUES($1)", beast::buffers_to_string(signature->buffer.data()));
    });
}

} // namespace remote_sign
