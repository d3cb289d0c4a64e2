// what: Crow: a session that a WebSocket's handler or user data keep, and one for each message
#include "libraries/crow.h"
#include <memory>
#include <soci/soci.h>

void store(soci::session &session, const std::string &text);

void handlerKeeps(crow::SimpleApp &app, soci::connection_pool &pool) {
  auto session = std::make_shared<soci::session>(pool);
  auto &rule = app.websocket("/chat").onopen([](crow::websocket::connection &) {});
  rule.onmessage([session](auto &, const std::string &text, bool) { store(*session, text); }); // EXPECT: websocket-lifetime "captured by a handler"
}

void userDataKeeps(crow::SimpleApp &app, soci::connection_pool &pool) {
  app.websocket("/chat")
      .onopen([&pool](crow::websocket::connection &client) {
        auto *session = new soci::session(pool);
        client.userdata(session); // EXPECT: websocket-lifetime "kept in an object"
      })
      .onmessage([](crow::websocket::connection &client, const std::string &text, bool) {
        store(*static_cast<soci::session *>(client.userdata()), text);
      });
}

struct Visitor {
  std::string name;
};

void rightly(crow::SimpleApp &app, soci::connection_pool &pool) {
  app.websocket("/chat")
      .onopen([&pool](crow::websocket::connection &client) {
        soci::session session(pool);
        session << "INSERT INTO visitors VALUES (1)";
        client.userdata(new Visitor{"somebody"});
      })
      .onmessage([&pool](crow::websocket::connection &, const std::string &text, bool) {
        soci::session session(pool);
        store(session, text);
      })
      .onclose([](crow::websocket::connection &client, const std::string &, std::uint16_t) {
        delete static_cast<Visitor *>(client.userdata());
      });
}
