// what: right, because the server owns the pool by value beside its acceptor and its clients; a pool is no session
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ws_pg_pool.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace wall_display {

namespace beast = boost::beast;
using tcp = boost::asio::ip::tcp;
using Stream = beast::websocket::stream<tcp::socket>;

class Server {
public:
    Server(boost::asio::io_context& io, const std::string& conninfo)
        : acceptor_(io, {tcp::v4(), 9002}), pool_(conninfo, 10) {}

    void accept_one() {
        auto stream = std::make_shared<Stream>(acceptor_.accept());
        stream->accept();
        {
            DbLease lease = pool_.acquire();
            PQclear(PQexec(lease.get(), "UPDATE stats SET displays = displays + 1"));
        }
        clients_.push_back(std::move(stream));
    }
    void forget_all() { clients_.clear(); }

private:
    tcp::acceptor acceptor_;
    DbPool pool_;
    std::vector<std::shared_ptr<Stream>> clients_;
};

} // namespace wall_display
