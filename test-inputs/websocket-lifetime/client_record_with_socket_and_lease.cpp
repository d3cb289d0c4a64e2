// what: the server's record of one client holds its socket beside its lease, and the server keeps the records in a map
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ws_pg_pool.h"

#include <boost/asio/ip/tcp.hpp>

#include <map>
#include <string>
#include <utility>

namespace print_spooler {

using boost::asio::ip::tcp;

struct Client {
    tcp::socket socket;
    std::string name;
    DbLease lease; // EXPECT: websocket-lifetime
};

class Spooler {
public:
    explicit Spooler(DbPool& pool) : pool_(pool) {}

    void add(int id, tcp::socket socket, const std::string& name) {
        clients_.emplace(id, Client{std::move(socket), name, pool_.acquire()});
    }
    void submit(int id, const std::string& job) {
        const auto client = clients_.find(id);
        if (client != clients_.end())
            pg_run(client->second.lease.get(), "INSERT INTO jobs(body) VALUES($1)", job);
    }
    void remove(int id) { clients_.erase(id); }

private:
    DbPool& pool_;
    std::map<int, Client> clients_;
};

} // namespace print_spooler
