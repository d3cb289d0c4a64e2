// what: right, because the connection is taken after the read loop, when the conversation is over
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ws_pg_pool.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <string>
#include <vector>

namespace interview_recorder {

namespace beast = boost::beast;

void record(beast::websocket::stream<boost::asio::ip::tcp::socket>& ws, DbPool& pool) {
    std::vector<std::string> answers;
    beast::error_code ec;
    while (answers.size() < 1000) {
        beast::flat_buffer buffer;
        ws.read(buffer, ec);
        if (ec)
            break;
        answers.push_back(beast::buffers_to_string(buffer.data()));
    }

    DbLease lease = pool.acquire();
    for (const auto& answer : answers)
        pg_run(lease.get(), "INSERT INTO answers(body) VALUES($1)", answer);
}

} // namespace interview_recorder
