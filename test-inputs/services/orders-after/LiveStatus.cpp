// what: the handler that lives as long as the socket acquires a session for each message.
// flags: -std=c++20 -isystem /usr/include/postgresql

#include "LiveStatus.h"

#include "Sql.h"

namespace {

std::string state_of(ConnectionPool &pool, const std::string &order) {
  Session session(pool);
  Rows rows = query(session.get(), "SELECT state FROM orders WHERE id = $1", {order});
  return rows.size() == 0 ? std::string("unknown") : rows.text(0, 0);
}

} // namespace

void LiveStatus::connected(WebSocket &socket) {
  socket.on_message([&pool = pool_, &socket](const std::string &order) {
    socket.send(state_of(pool, order)); // given back before a slow browser takes the answer
  });
}
