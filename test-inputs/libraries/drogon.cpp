// what: Drogon: transactions, which hold a connection until they are destroyed, across waits, in tasks and in the context of a WebSocket; and what is right
#include "libraries/drogon.h"
#include <chrono>
#include <thread>

using namespace std::chrono_literals;
using drogon::orm::DbClient;
using drogon::orm::Transaction;

void sleeps(DbClient &client) {
  auto transaction = client.newTransaction(); // NOTE: "acquired here"
  transaction->execSqlSync("UPDATE stock SET amount = amount - 1");
  std::this_thread::sleep_for(1s); // EXPECT: slow-call "'transaction' is held with an open transaction"
}

void asksAnother(DbClient &client, drogon::HttpClient &shop, const drogon::HttpRequestPtr &request) {
  auto transaction = client.newTransaction();
  transaction->execSqlSync("UPDATE stock SET amount = amount - 1");
  shop.sendRequest(request, 10.0); // EXPECT: slow-call "sends an HTTP request"
}

drogon::Task<> suspends(std::shared_ptr<DbClient> client, trantor::EventLoop *loop) {
  auto transaction = co_await client->newTransactionCoro();
  co_await transaction->execSqlCoro("UPDATE stock SET amount = amount - 1");
  co_await drogon::sleepCoro(loop, 1.0); // EXPECT: suspend
}

void takesAnother(DbClient &client) {
  auto transaction = client.newTransaction();
  transaction->execSqlSync("UPDATE stock SET amount = amount - 1");
  client.execSqlSync("INSERT INTO log VALUES (1)"); // EXPECT: nested-acquire
}

void inTask(DbClient &client) {
  auto transaction = client.newTransaction();
  drogon::async_run([transaction]() -> drogon::Task<> { // EXPECT: background-task "'transaction'"
    co_await transaction->execSqlCoro("UPDATE stock SET amount = amount - 1");
  });
}

void afterwards(DbClient &client, trantor::EventLoop *loop) {
  auto transaction = client.newTransaction();
  loop->runAfter(60.0, [transaction] { transaction->execSqlSync("DELETE FROM carts"); }); // EXPECT: background-task "'transaction'"
}

void inContext(DbClient &client, const drogon::WebSocketConnectionPtr &visitor) {
  auto transaction = client.newTransaction();
  visitor->setContext(transaction); // EXPECT: websocket-lifetime "kept in an object"
}

// The callbacks of a transaction's own statements keep it, as they should; it commits when the last is gone.
void chained(DbClient &client) {
  auto transaction = client.newTransaction();
  transaction->execSqlAsync(
      "UPDATE stock SET amount = amount - 1",
      [transaction](const drogon::orm::Result &) {
        transaction->execSqlAsync("INSERT INTO orders VALUES (1)", [](const drogon::orm::Result &) {},
                                  [](const drogon::orm::DrogonDbException &) {});
      },
      [](const drogon::orm::DrogonDbException &) {});
}

bool givesUp(DbClient &client) {
  auto transaction = client.newTransaction();
  if (transaction->execSqlSync("UPDATE stock SET amount = amount - 1").size() == 0) {
    transaction->rollback();
    return false;
  }
  return true;
}

void endsBefore(DbClient &client) {
  {
    auto transaction = client.newTransaction();
    transaction->execSqlSync("UPDATE stock SET amount = amount - 1");
  }
  std::this_thread::sleep_for(1s);
  client.execSqlSync("INSERT INTO log VALUES (1)");
}

drogon::Task<> awaitsOnlyTheSession(std::shared_ptr<DbClient> client) {
  auto transaction = co_await client->newTransactionCoro();
  co_await transaction->execSqlCoro("UPDATE stock SET amount = amount - 1");
  co_await transaction->execSqlCoro("INSERT INTO orders VALUES (1)");
}

class Chat : public drogon::WebSocketController<Chat> {
public:
  explicit Chat(std::shared_ptr<DbClient> client) : client_(std::move(client)) {}
  void handleNewMessage(const drogon::WebSocketConnectionPtr &visitor, std::string &&text,
                        const drogon::WebSocketMessageType &) override {
    client_->execSqlSync("INSERT INTO messages VALUES ($1)", text);
    visitor->send("stored");
  }
  void handleNewConnection(const drogon::HttpRequestPtr &, const drogon::WebSocketConnectionPtr &visitor) override {
    visitor->setContext(std::make_shared<std::string>("somebody"));
  }
  void handleConnectionClosed(const drogon::WebSocketConnectionPtr &) override {}

private:
  std::shared_ptr<DbClient> client_;
};
