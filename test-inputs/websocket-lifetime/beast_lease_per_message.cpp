// what: right, because the lease begins after the read and ends before the answer is written and the next read
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ws_pg_pool.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <string>
#include <utility>

namespace echo_archive {

namespace beast = boost::beast;
using tcp = boost::asio::ip::tcp;

void serve(tcp::socket socket, DbPool& pool) {
    beast::websocket::stream<tcp::socket> ws(std::move(socket));
    ws.accept();
    for (;;) {
        beast::flat_buffer buffer;
        ws.read(buffer);
        const std::string text = beast::buffers_to_string(buffer.data());
        bool stored = false;
        {
            DbLease lease = pool.acquire();
            stored = pg_run(lease.get(), "INSERT INTO echoes(text) VALUES($1)", text);
        }
        ws.write(boost::asio::buffer(std::string(stored ? "ok" : "failed")));
    }
}

} // namespace echo_archive
