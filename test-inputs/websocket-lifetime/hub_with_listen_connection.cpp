// what: right, because the hub's own LISTEN connection, opened by hand, exists once for all clients; the class owns no socket of a client
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace stock_ticker {

namespace beast = boost::beast;
using tcp = boost::asio::ip::tcp;

class Subscriber {
public:
    explicit Subscriber(tcp::socket socket) : ws_(std::move(socket)) {}
    void push(const std::string& quote) { pending_.push_back(quote); }
    bool open() const { return ws_.is_open(); }

private:
    beast::websocket::stream<tcp::socket> ws_;
    std::vector<std::string> pending_;
};

class Hub {
public:
    explicit Hub(const std::string& conninfo) : listen_(PQconnectdb(conninfo.c_str())) {
        PQclear(PQexec(listen_, "LISTEN quotes"));
    }
    Hub(const Hub&) = delete;
    Hub& operator=(const Hub&) = delete;
    ~Hub() { PQfinish(listen_); }

    void subscribe(const std::shared_ptr<Subscriber>& subscriber) { subscribers_.push_back(subscriber); }

    void dispatch() {
        PQconsumeInput(listen_);
        while (PGnotify* quote = PQnotifies(listen_)) {
            for (const auto& weak : subscribers_) {
                if (auto subscriber = weak.lock())
                    subscriber->push(quote->extra);
            }
            PQfreemem(quote);
        }
    }

private:
    PGconn* listen_;
    std::vector<std::weak_ptr<Subscriber>> subscribers_;
};

} // namespace stock_ticker
