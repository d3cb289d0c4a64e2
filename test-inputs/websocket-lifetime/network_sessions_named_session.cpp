// what: right, because Session and Connection here are the chat's own network classes; no database session is kept anywhere
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ws_message_store.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

namespace chat_hub {

namespace beast = boost::beast;
using tcp = boost::asio::ip::tcp;

class Session : public std::enable_shared_from_this<Session> {
public:
    Session(tcp::socket socket, MessageStore& store) : ws_(std::move(socket)), store_(store) {}

    void start() {
        ws_.async_read(buffer_, [session = shared_from_this()](beast::error_code ec, std::size_t) {
            if (ec)
                return;
            session->store_.save(beast::buffers_to_string(session->buffer_.data()));
            session->buffer_.consume(session->buffer_.size());
            session->start();
        });
    }
    bool isConnected() const { return ws_.is_open(); }

private:
    beast::websocket::stream<tcp::socket> ws_;
    beast::flat_buffer buffer_;
    MessageStore& store_;
};

class SessionManager {
public:
    std::shared_ptr<Session> createSession(const std::string& user, tcp::socket socket, MessageStore& store) {
        auto session = std::make_shared<Session>(std::move(socket), store);
        std::lock_guard<std::mutex> lock(mutex_);
        sessions_[user] = session;
        current_ = session;
        return session;
    }
    void releaseSession(const std::string& user) {
        std::lock_guard<std::mutex> lock(mutex_);
        sessions_.erase(user);
    }

private:
    std::mutex mutex_;
    std::unordered_map<std::string, std::shared_ptr<Session>> sessions_;
    std::shared_ptr<Session> current_;
};

} // namespace chat_hub
