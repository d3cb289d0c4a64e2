// what: right, because the lease that checks the token is reset, or out of scope, before the read loop begins
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ws_pg_pool.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <string>
#include <vector>

namespace radio_room {

namespace beast = boost::beast;
using Stream = beast::websocket::stream<boost::asio::ip::tcp::socket>;

void listen(Stream& ws, DbPool& pool, const std::string& token, std::vector<std::string>& transcript) {
    DbLease lease = pool.acquire();
    const bool known = pg_run(lease.get(), "SELECT 1 FROM tokens WHERE token = $1", token);
    lease.reset();
    if (!known)
        return;

    beast::error_code ec;
    while (!ec) {
        beast::flat_buffer buffer;
        ws.read(buffer, ec);
        transcript.push_back(beast::buffers_to_string(buffer.data()));
    }
}

void listen_anonymously(Stream& ws, DbPool& pool, std::vector<std::string>& transcript) {
    {
        auto db = pool.acquire_shared();
        PQclear(PQexec(db.get(), "UPDATE stats SET anonymous = anonymous + 1"));
    }
    beast::error_code ec;
    do {
        beast::flat_buffer buffer;
        ws.read(buffer, ec);
        transcript.push_back(beast::buffers_to_string(buffer.data()));
    } while (!ec);
}

} // namespace radio_room
