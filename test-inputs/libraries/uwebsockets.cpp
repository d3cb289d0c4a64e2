// what: uWebSockets: a session in a behaviour's handler, in the data of a socket, in what is called later; and one for each message
#include "libraries/uwebsockets.h"
#include <memory>
#include <soci/soci.h>

void store(soci::session &session, std::string_view text);

struct Nothing {};

void behaviourKeeps(uWS::App &app, soci::connection_pool &pool) {
  auto session = std::make_shared<soci::session>(pool);
  app.ws<Nothing>("/chat", {.idleTimeout = 30, // EXPECT: websocket-lifetime "captured by a handler"
                            .message = [session](auto *, std::string_view text, uWS::OpCode) {
                              store(*session, text);
                            }});
}

void behaviourByName(uWS::App &app, soci::connection_pool &pool) {
  auto session = std::make_shared<soci::session>(pool);
  uWS::App::WebSocketBehavior<Nothing> behaviour;
  behaviour.message = [session](auto *, std::string_view text, uWS::OpCode) { store(*session, text); };
  app.ws<Nothing>("/chat", std::move(behaviour)); // EXPECT: websocket-lifetime
}

struct Visitor {
  std::unique_ptr<soci::session> session;
};

void socketKeeps(uWS::HttpResponse<false> *res, uWS::HttpRequest *req, us_socket_context_t *context,
                 soci::connection_pool &pool) {
  Visitor visitor{std::make_unique<soci::session>(pool)};
  res->upgrade<Visitor>(std::move(visitor), req->getHeader("sec-websocket-key"), {}, {}, context); // EXPECT: websocket-lifetime "kept in an object"
}

void later(uWS::Loop *loop, soci::connection_pool &pool) {
  soci::session session(pool);
  loop->defer([&session] { store(session, "later"); }); // EXPECT: background-task "'session'"
}

void rightly(uWS::App &app, uWS::Loop *loop, soci::connection_pool &pool) {
  app.ws<Nothing>("/chat", {.open = [](auto *ws) { ws->send("welcome"); },
                            .message = [&pool](auto *ws, std::string_view text, uWS::OpCode code) {
                              soci::session session(pool);
                              store(session, text);
                              ws->send("stored", code);
                            }});
  loop->defer([&pool] {
    soci::session session(pool);
    store(session, "later");
  });
}
