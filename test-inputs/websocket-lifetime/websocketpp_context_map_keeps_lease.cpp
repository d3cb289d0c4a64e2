// what: per-connection contexts in a map keyed by the connection handle, each with a lease from open to close
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ws_pg_pool.h"

#include <websocketpp/config/asio_no_tls.hpp>
#include <websocketpp/server.hpp>

#include <map>
#include <memory>
#include <string>

namespace tutoring {

using Server = websocketpp::server<websocketpp::config::asio>;
using websocketpp::connection_hdl;

struct Context {
    std::string pupil;
    DbLease lease;
};

class Classroom {
public:
    explicit Classroom(DbPool& pool) : pool_(pool) {}

    void on_open(connection_hdl hdl) {
        contexts_[hdl].lease = pool_.acquire(); // EXPECT: websocket-lifetime
    }
    void on_message(connection_hdl hdl, Server::message_ptr message) {
        pg_run(contexts_[hdl].lease.get(), "INSERT INTO lines(body) VALUES($1)", message->get_payload());
    }
    void on_close(connection_hdl hdl) { contexts_.erase(hdl); }

private:
    DbPool& pool_;
    std::map<connection_hdl, Context, std::owner_less<connection_hdl>> contexts_;
};

} // namespace tutoring
