// what: oat++: connections and transactions across waits, without an end, in the listener of a WebSocket; and what is right
#include "libraries/oatpp.h"
#include <chrono>
#include <thread>

using namespace std::chrono_literals;
using oatpp::orm::Connection;
using oatpp::provider::ResourceHandle;

void sleeps(oatpp::orm::DbClient &client) {
  auto connection = client.getConnection(); // NOTE: "acquired here"
  client.executeQuery("DELETE FROM carts", {}, connection);
  std::this_thread::sleep_for(1s); // EXPECT: slow-call "pooled session 'connection'"
}

void sleepsInTransaction(oatpp::orm::DbClient &client) {
  auto transaction = client.beginTransaction();
  client.executeQuery("DELETE FROM carts", {}, transaction.getConnection());
  std::this_thread::sleep_for(1s); // EXPECT: slow-call "'transaction' is held with an open transaction"
  transaction.commit();
}

bool forgetsToCommit(oatpp::orm::DbClient &client) {
  auto transaction = client.beginTransaction(); // EXPECT: unfinished-transaction
  client.executeQuery("DELETE FROM carts", {}, transaction.getConnection());
  return true;
}

void twice(oatpp::orm::DbClient &client) {
  auto connection = client.getConnection();
  auto transaction = client.beginTransaction(); // EXPECT: nested-acquire
  client.executeQuery("DELETE FROM carts", {}, connection);
  client.executeQuery("DELETE FROM orders", {}, transaction.getConnection());
  transaction.commit();
}

void serves(oatpp::orm::DbClient &client, oatpp::websocket::WebSocket &socket) {
  auto connection = client.getConnection();
  client.executeQuery("DELETE FROM carts", {}, connection);
  socket.listen(); // EXPECT: slow-call "serves a WebSocket until it is closed"
}

class Silent : public oatpp::websocket::WebSocket::Listener {
public:
  void onPing(const oatpp::websocket::WebSocket &, const oatpp::String &) override {}
  void onPong(const oatpp::websocket::WebSocket &, const oatpp::String &) override {}
  void onClose(const oatpp::websocket::WebSocket &, std::uint16_t, const oatpp::String &) override {}
};

class Visitor : public Silent {
public:
  explicit Visitor(oatpp::orm::DbClient &client) : client_(client), connection_(client.getConnection()) {} // EXPECT: websocket-lifetime "'connection_'"
  void readMessage(const oatpp::websocket::WebSocket &, std::uint8_t, char *, long) override {
    client_.executeQuery("INSERT INTO messages VALUES (1)", {}, connection_);
  }

private:
  oatpp::orm::DbClient &client_;
  ResourceHandle<Connection> connection_;
};

class RightVisitor : public Silent {
public:
  explicit RightVisitor(oatpp::orm::DbClient &client) : client_(client) {}
  void readMessage(const oatpp::websocket::WebSocket &, std::uint8_t, char *, long) override {
    client_.executeQuery("INSERT INTO messages VALUES (1)", {});
  }

private:
  oatpp::orm::DbClient &client_;
};

// One connection for both: the transaction takes the one that it is given.
bool onOneConnection(oatpp::orm::DbClient &client) {
  auto connection = client.getConnection();
  auto transaction = client.beginTransaction(connection);
  client.executeQuery("DELETE FROM carts", {}, connection);
  transaction.commit();
  return true;
}

// A transaction rolls back when it is destroyed.
bool commits(oatpp::orm::DbClient &client, bool wanted) {
  {
    auto transaction = client.beginTransaction();
    client.executeQuery("DELETE FROM carts", {}, transaction.getConnection());
    if (!wanted)
      return false;
    transaction.commit();
  }
  std::this_thread::sleep_for(1s);
  return true;
}
