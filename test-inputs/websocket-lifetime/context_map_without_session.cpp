// what: right, because the contexts kept per connection hold names, counters and the repository, and each message borrows for itself
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ws_message_store.h"

#include <websocketpp/config/asio_no_tls.hpp>
#include <websocketpp/server.hpp>

#include <map>
#include <memory>
#include <string>

namespace reading_club {

using Server = websocketpp::server<websocketpp::config::asio>;
using websocketpp::connection_hdl;

struct ReaderContext {
    std::string name;
    int session_id = 0;
    std::shared_ptr<MessageStore> store;
};

class Club {
public:
    explicit Club(DbPool& pool) : pool_(pool) {}

    void on_open(connection_hdl hdl) {
        DbLease lease = pool_.acquire();
        PGresult* rows = PQexec(lease.get(), "SELECT nextval('readers')");
        ReaderContext& reader = readers_[hdl];
        reader.session_id = PQntuples(rows);
        reader.name = PQgetvalue(rows, 0, 0);
        reader.store = std::make_shared<MessageStore>(pool_);
        PQclear(rows);
    }
    void on_message(connection_hdl hdl, Server::message_ptr message) { readers_[hdl].store->save(message->get_payload()); }
    void on_close(connection_hdl hdl) { readers_.erase(hdl); }

private:
    DbPool& pool_;
    std::map<connection_hdl, ReaderContext, std::owner_less<connection_hdl>> readers_;
};

} // namespace reading_club
