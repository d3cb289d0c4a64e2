// what: a class for one TCP client owns its boost socket and a MySQL guard, with the same harm as a WebSocket
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "ws_mysql_pool.h"

#include <boost/asio.hpp>

#include <cstddef>
#include <istream>
#include <memory>
#include <string>
#include <utility>

namespace telemetry_gateway {

using boost::asio::ip::tcp;

class DeviceSession : public std::enable_shared_from_this<DeviceSession> {
public:
    explicit DeviceSession(tcp::socket socket) : socket_(std::move(socket)), guard_(MysqlConnectionPool::getInstance()) {}

    void start() { read_line(); }

private:
    void read_line() {
        boost::asio::async_read_until(socket_, input_, '\n',
                                      [self = shared_from_this()](boost::system::error_code ec, std::size_t) {
                                          if (!ec)
                                              self->on_line();
                                      });
    }

    void on_line() {
        std::istream stream(&input_);
        int value = 0;
        stream >> value;
        stream.ignore(80, '\n');
        const std::string insert = "INSERT INTO samples(value) VALUES(" + std::to_string(value) + ")";
        mysql_query(guard_.get(), insert.c_str());
        read_line();
    }

    tcp::socket socket_;
    boost::asio::streambuf input_;
    MysqlGuard guard_; // EXPECT: websocket-lifetime
};

} // namespace telemetry_gateway
