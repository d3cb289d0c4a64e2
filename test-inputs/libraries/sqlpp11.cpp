// what: sqlpp11: connections of its pool and one's own across waits, in a thread, transactions without an end; and what is right
#include "libraries/sqlpp11.h"
#include <chrono>
#include <thread>

using namespace std::chrono_literals;
namespace pg = sqlpp::postgresql;

void sleeps(pg::connection_pool &pool) {
  auto db = pool.get(); // NOTE: "acquired here"
  db.execute("DELETE FROM carts");
  std::this_thread::sleep_for(1s); // EXPECT: slow-call "pooled session 'db'"
}

void inThread(pg::connection_pool &pool) {
  auto db = pool.get();
  db.execute("DELETE FROM carts");
  std::thread([&db] { db.execute("DELETE FROM log"); }).detach(); // EXPECT: background-task "'db'"
}

bool forgetsToCommit(pg::connection &db) {
  auto transaction = sqlpp::start_transaction(db); // EXPECT: unfinished-transaction
  db.execute("DELETE FROM carts");
  return true;
}

bool leavesOpen(pg::connection_pool &pool, bool wanted) {
  auto db = pool.get();
  db.start_transaction(); // EXPECT: unfinished-transaction
  db.execute("DELETE FROM carts");
  if (!wanted)
    return false;
  db.commit_transaction();
  return true;
}

bool commits(pg::connection_pool &pool, bool wanted) {
  auto db = pool.get();
  auto transaction = sqlpp::start_transaction(db);
  db.execute("DELETE FROM carts");
  if (!wanted) {
    transaction.rollback();
    return false;
  }
  transaction.commit();
  return true;
}

// The pool opens a connection when it has none: nobody waits for it.
void rightly(pg::connection_pool &pool) {
  {
    auto first = pool.get();
    auto second = pool.get();
    first.execute("DELETE FROM carts");
    second.execute("DELETE FROM log");
  }
  std::this_thread::sleep_for(1s);
}
