// what: a raw connection is stored by the constructor and given back by the destructor of a class that owns the stream
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ws_pg_pool.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <string>
#include <utility>

namespace whiteboard {

namespace beast = boost::beast;
using tcp = boost::asio::ip::tcp;

class BoardConnection {
public:
    BoardConnection(tcp::socket socket, DbPool& pool)
        : ws_(std::move(socket)),
          pool_(pool),
          conn_(pool.take()) // EXPECT: websocket-lifetime
    {
    }
    BoardConnection(const BoardConnection&) = delete;
    BoardConnection& operator=(const BoardConnection&) = delete;
    ~BoardConnection() { pool_.give_back(conn_); }

    bool store_stroke(const std::string& stroke) {
        return pg_run(conn_, "INSERT INTO strokes(points) VALUES($1)", stroke);
    }
    bool open() const { return ws_.is_open(); }

private:
    beast::websocket::stream<tcp::socket> ws_;
    DbPool& pool_;
    PGconn* conn_;
};

} // namespace whiteboard
