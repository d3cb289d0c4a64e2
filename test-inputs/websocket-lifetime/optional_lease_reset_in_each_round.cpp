// what: right, because the optional declared outside the loop is filled after each read and emptied before the next one
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ws_pg_pool.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <optional>
#include <string>

namespace bird_watch {

namespace beast = boost::beast;

void log_sightings(beast::websocket::stream<boost::asio::ip::tcp::socket>& ws, DbPool& pool) {
    std::optional<DbLease> lease;
    beast::error_code ec;
    for (;;) {
        beast::flat_buffer buffer;
        ws.read(buffer, ec);
        if (ec)
            break;
        const std::string bird = beast::buffers_to_string(buffer.data());
        if (bird.empty())
            continue;
        lease.emplace(pool.acquire());
        const bool stored = pg_run(lease->get(), "INSERT INTO sightings(bird) VALUES($1)", bird);
        lease.reset();
        if (!stored)
            break;
    }
}

} // namespace bird_watch
