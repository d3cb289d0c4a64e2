// what: userver: transactions, which hold a connection, across sleeps, HTTP and WebSocket messages, in tasks, without an end; and what is right
#include "libraries/userver.h"
#include <chrono>

using namespace std::chrono_literals;
using namespace userver;
namespace pg = userver::storages::postgres;

const storages::Query kInsert{"INSERT INTO orders VALUES ($1)"};

void sleeps(pg::Cluster &cluster) {
  auto transaction = cluster.Begin(pg::Transaction::RW); // NOTE: "acquired here"
  transaction.Execute("UPDATE stock SET amount = 1");
  engine::SleepFor(1s); // EXPECT: slow-call "'transaction' is held with an open transaction"
  transaction.Commit();
}

void asksAnother(pg::Cluster &cluster, clients::http::Request &request) {
  auto transaction = cluster.Begin("place", pg::Transaction::RW);
  transaction.Execute("UPDATE stock SET amount = 1");
  request.perform(); // EXPECT: slow-call "sends an HTTP request"
  transaction.Commit();
}

void takesAnother(pg::Cluster &cluster) {
  auto transaction = cluster.Begin(pg::Transaction::RW);
  transaction.Execute("UPDATE stock SET amount = 1");
  cluster.Execute(pg::ClusterHostType::kSlave, "SELECT 1"); // EXPECT: nested-acquire
  transaction.Commit();
}

bool forgetsToCommit(pg::Cluster &cluster) {
  auto transaction = cluster.Begin(pg::Transaction::RW); // EXPECT: unfinished-transaction "no path commits"
  transaction.Execute(kInsert, 1);
  return true;
}

void detached(pg::Cluster &cluster, concurrent::BackgroundTaskStorage &tasks) {
  auto transaction = cluster.Begin(pg::Transaction::RW);
  tasks.AsyncDetach("later", [&transaction] { transaction.Execute("SELECT 1"); }); // EXPECT: background-task "'transaction'"
}

void worksMeanwhile(pg::Cluster &cluster) {
  auto transaction = cluster.Begin(pg::Transaction::RW);
  auto task = utils::Async("later", [&transaction] { transaction.Execute("SELECT 1"); }); // EXPECT: background-task "'transaction'"
  transaction.Execute("SELECT 2");
  task.Get();
}

void afterCommit(pg::Cluster &cluster) {
  auto transaction = cluster.Begin(pg::Transaction::RW);
  transaction.Execute(kInsert, 1);
  transaction.Commit();
  transaction.Execute(kInsert, 2); // EXPECT: use-after-release
}

void chat(server::websocket::WebSocketConnection &visitor, pg::Cluster &cluster) {
  auto transaction = cluster.Begin(pg::Transaction::RW);
  server::websocket::Message message;
  for (;;) {
    visitor.Recv(message); // EXPECT: websocket-lifetime
    transaction.Execute("SELECT $1", message.data);
  }
}

// A transaction rolls back when it is destroyed; Commit() gives the connection back.
bool commits(pg::Cluster &cluster) {
  auto transaction = cluster.Begin(pg::Transaction::RW);
  if (transaction.Execute("UPDATE stock SET amount = 1").Size() == 0)
    return false;
  transaction.Execute(kInsert, 1);
  transaction.Commit();
  engine::SleepFor(1s);
  return true;
}

pg::Transaction handsOn(pg::Cluster &cluster) {
  auto transaction = cluster.Begin(pg::Transaction::RW);
  transaction.Execute(kInsert, 1);
  return transaction;
}

void audit(pg::Transaction &transaction);

void elsewhere(pg::Cluster &cluster) {
  auto transaction = cluster.Begin(pg::Transaction::RW);
  transaction.Execute(kInsert, 1);
  audit(transaction); // may well commit
}

void joined(pg::Cluster &cluster) {
  auto transaction = cluster.Begin(pg::Transaction::RW);
  auto task = utils::Async("at the side", [&transaction] { transaction.Execute("SELECT 1"); });
  task.Get();
  transaction.Commit();
}

void rightly(server::websocket::WebSocketConnection &visitor, pg::Cluster &cluster) {
  server::websocket::Message message;
  for (;;) {
    visitor.Recv(message);
    auto transaction = cluster.Begin(pg::Transaction::RW);
    transaction.Execute(kInsert, message.data);
    transaction.Commit();
  }
}
