// what: a lease of a hand-written pool is captured by the message handler and stays out as long as the client keeps its socket open.
#include "ua_mysql_pool.h"
#include <memory>
#include <string>
#include <websocketpp/config/asio_no_tls.hpp>
#include <websocketpp/server.hpp>

using Server = websocketpp::server<websocketpp::config::asio>;

class PoolSession {
public:
  explicit PoolSession(MysqlPool &pool) : pool_(pool), conn_(pool.getConnection()) {}
  PoolSession(const PoolSession &) = delete;
  PoolSession &operator=(const PoolSession &) = delete;
  ~PoolSession() { pool_.releaseConnection(conn_); }
  void save(const std::string &text) {
    mysql_query(conn_, ("INSERT INTO chat(text) VALUES ('" + text + "')").c_str());
  }

private:
  MysqlPool &pool_;
  MYSQL *conn_;
};

void installChat(Server &server, MysqlPool &pool) {
  server.set_open_handler([&server, &pool](websocketpp::connection_hdl hdl) {
    auto session = std::make_shared<PoolSession>(pool);
    auto con = server.get_con_from_hdl(hdl);
    con->set_message_handler([session](websocketpp::connection_hdl, Server::message_ptr msg) { session->save(msg->get_payload()); }); // EXPECT: websocket-lifetime
  });
}

void installEcho(Server &server, MysqlPool &pool) {
  server.set_message_handler([&pool](websocketpp::connection_hdl, Server::message_ptr msg) {
    PoolSession session(pool);
    session.save(msg->get_payload());
  });
}
