// what: a handler that lives as long as the socket keeps a session, one for each open page.
// flags: -std=c++20 -isystem /usr/include/postgresql

#include "LiveStatus.h"

#include "Sql.h"

#include <memory>

void LiveStatus::connected(WebSocket &socket) {
  auto session = std::make_shared<Session>(pool_);
  socket.on_message([session, &socket](const std::string &order) { // EXPECT: websocket-lifetime
    Rows rows = query(session->get(), "SELECT state FROM orders WHERE id = $1", {order});
    socket.send(rows.size() == 0 ? "unknown" : rows.text(0, 0));
  });
}
