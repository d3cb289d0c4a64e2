// what: right, because the handler captures rows that were read before (a pqxx::result needs no session any more) and the connection has ended
#include <pqxx/pqxx>
#include <websocketpp/config/asio_no_tls.hpp>
#include <websocketpp/server.hpp>

#include <string>
#include <vector>

namespace horoscope {

using Server = websocketpp::server<websocketpp::config::asio>;

void install(Server& server, const std::string& conninfo) {
    pqxx::result signs;
    std::vector<std::string> greetings;
    {
        pqxx::connection conn(conninfo);
        pqxx::read_transaction tx(conn);
        signs = tx.exec("SELECT name, text FROM signs");
        for (const auto& row : tx.exec("SELECT text FROM greetings"))
            greetings.push_back(row[0].as<std::string>());
    }
    server.set_message_handler([&server, signs, greetings](websocketpp::connection_hdl hdl, Server::message_ptr message) {
        for (const auto& row : signs) {
            if (message->get_payload() == row[0].c_str())
                server.send(hdl, greetings.front() + row[1].c_str(), websocketpp::frame::opcode::text);
        }
    });
}

} // namespace horoscope
