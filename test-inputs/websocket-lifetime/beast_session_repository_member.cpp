// what: right, because the class that owns the stream shares a repository, and a repository keeps the pool and no session
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ws_message_store.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <memory>
#include <string>
#include <utility>

namespace guest_book {

namespace beast = boost::beast;
using tcp = boost::asio::ip::tcp;

class GuestSession {
public:
    GuestSession(tcp::socket socket, std::shared_ptr<MessageStore> store, DbPool& pool)
        : ws_(std::move(socket)), store_(std::move(store)), drafts_(pool) {}

    void on_message(const std::string& text) {
        if (store_->known(user_))
            store_->save(text);
        else
            drafts_.save(text);
    }
    void on_user(const std::string& user) { user_ = user; }
    bool open() const { return ws_.is_open(); }

private:
    beast::websocket::stream<tcp::socket> ws_;
    std::shared_ptr<MessageStore> store_;
    MessageStore drafts_;
    std::string user_;
};

} // namespace guest_book
