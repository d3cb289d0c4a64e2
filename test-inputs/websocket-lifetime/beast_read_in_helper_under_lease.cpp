// what: the blocking read sits in a helper; the report is at the helper's call in the loop that the lease outlives
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ws_pg_pool.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <string>

namespace order_ticker {

namespace beast = boost::beast;
using Stream = beast::websocket::stream<boost::asio::ip::tcp::socket>;

static bool next_order(Stream& ws, std::string& order) {
    beast::flat_buffer buffer;
    beast::error_code ec;
    ws.read(buffer, ec);
    if (ec)
        return false;
    order = beast::buffers_to_string(buffer.data());
    return true;
}

void take_orders(Stream& ws, DbPool& pool) {
    const DbLease lease = pool.acquire();
    std::string order;
    while (next_order(ws, order)) // EXPECT: websocket-lifetime
        pg_run(lease.get(), "INSERT INTO orders(body) VALUES($1)", order);
}

} // namespace order_ticker
