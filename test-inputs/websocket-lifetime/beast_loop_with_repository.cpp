// what: right, because the loop holds only a repository, which borrows a connection for each call
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ws_message_store.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

namespace complaint_box {

namespace beast = boost::beast;

void collect(beast::websocket::stream<boost::asio::ip::tcp::socket>& ws, DbPool& pool) {
    MessageStore store(pool);
    beast::error_code ec;
    for (;;) {
        beast::flat_buffer buffer;
        ws.read(buffer, ec);
        if (ec)
            return;
        store.save(beast::buffers_to_string(buffer.data()));
    }
}

} // namespace complaint_box
