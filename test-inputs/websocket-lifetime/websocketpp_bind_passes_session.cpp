// what: std::bind instead of a lambda carries the shared connection into the handler
#include <pqxx/pqxx>
#include <websocketpp/config/asio_no_tls.hpp>
#include <websocketpp/server.hpp>

#include <functional>
#include <memory>
#include <string>

namespace survey_collector {

using Server = websocketpp::server<websocketpp::config::asio>;

static void on_answer(const std::shared_ptr<pqxx::connection>& db, websocketpp::connection_hdl, Server::message_ptr message) {
    pqxx::work tx(*db);
    tx.exec_params("INSERT INTO answers(body) VALUES($1)", message->get_payload());
    tx.commit();
}

void open_survey(Server& server, const std::string& conninfo) {
    auto db = std::make_shared<pqxx::connection>(conninfo);
    using std::placeholders::_1;
    using std::placeholders::_2;
    server.set_message_handler(std::bind(&on_answer, db, _1, _2)); // EXPECT: websocket-lifetime
}

} // namespace survey_collector
