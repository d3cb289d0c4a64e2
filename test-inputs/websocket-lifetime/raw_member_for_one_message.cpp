// what: right, because the members that name a session are filled and emptied within the handling of one message
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ws_pg_pool.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace crossword {

namespace beast = boost::beast;
using tcp = boost::asio::ip::tcp;

class SolverSocket {
public:
    SolverSocket(tcp::socket socket, DbPool& pool) : ws_(std::move(socket)), pool_(pool) {}

    void on_letter(const std::string& letter) {
        conn_ = pool_.take();
        store(letter);
        pool_.give_back(conn_);
        conn_ = nullptr;
    }

    void on_word(const std::string& word) {
        lease_.emplace(pool_.acquire());
        pg_run(lease_->get(), "INSERT INTO words(body) VALUES($1)", word);
        lease_.reset();
    }

    void on_clue(const std::string& clue) {
        shared_ = pool_.acquire_shared();
        pg_run(shared_.get(), "INSERT INTO clues(body) VALUES($1)", clue);
        shared_.reset();
    }
    bool open() const { return ws_.is_open(); }

private:
    void store(const std::string& letter) noexcept { pg_run(conn_, "INSERT INTO letters(body) VALUES($1)", letter); }

    beast::websocket::stream<tcp::socket> ws_;
    DbPool& pool_;
    PGconn* conn_ = nullptr;
    std::optional<DbLease> lease_;
    std::shared_ptr<PGconn> shared_;
};

} // namespace crossword
