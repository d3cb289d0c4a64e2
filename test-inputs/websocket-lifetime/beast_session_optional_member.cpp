// what: an optional guard is filled in the accept handler and never emptied before the socket dies
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ws_pg_pool.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace support_desk {

namespace beast = boost::beast;
using tcp = boost::asio::ip::tcp;

class AgentSocket : public std::enable_shared_from_this<AgentSocket> {
public:
    AgentSocket(tcp::socket socket, DbPool& pool)
        : ws_(std::make_unique<beast::websocket::stream<tcp::socket>>(std::move(socket))), pool_(pool) {}

    void start() {
        ws_->async_accept([self = shared_from_this()](beast::error_code ec) {
            if (!ec)
                self->on_accept();
        });
    }

    void note(const std::string& text) {
        if (lease_)
            pg_run(lease_->get(), "INSERT INTO notes(text) VALUES($1)", text);
    }

private:
    void on_accept() {
        lease_ = pool_.acquire(); // EXPECT: websocket-lifetime
        PQclear(PQexec(lease_->get(), "UPDATE agents SET online = online + 1"));
    }

    std::unique_ptr<beast::websocket::stream<tcp::socket>> ws_;
    DbPool& pool_;
    std::optional<DbLease> lease_;
};

} // namespace support_desk
