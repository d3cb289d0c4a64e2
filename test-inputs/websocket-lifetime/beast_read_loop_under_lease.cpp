// what: one lease for the whole conversation: a silent client keeps a connection of the pool for as long as it likes
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ws_pg_pool.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <utility>

namespace chat_room {

namespace beast = boost::beast;
using tcp = boost::asio::ip::tcp;

void serve(tcp::socket socket, DbPool& pool) {
    beast::websocket::stream<tcp::socket> ws(std::move(socket));
    ws.accept();
    DbLease lease = pool.acquire(); // NOTE: "acquired here"
    for (;;) {
        beast::flat_buffer buffer;
        ws.read(buffer); // EXPECT: websocket-lifetime
        pg_run(lease.get(), "INSERT INTO lines(text) VALUES($1)", beast::buffers_to_string(buffer.data()));
    }
}

} // namespace chat_room
