// what: ODB: connections and transactions across waits, in a thread, without an end; and what is right
#include "libraries/odb.h"
#include <chrono>
#include <thread>

using namespace std::chrono_literals;

struct Order {};

void sleeps(odb::database &db) {
  odb::connection_ptr connection(db.connection()); // NOTE: "acquired here"
  connection->execute("DELETE FROM carts");
  std::this_thread::sleep_for(1s); // EXPECT: slow-call "pooled session 'connection'"
}

void sleepsInTransaction(odb::database &db, Order &order) {
  odb::transaction transaction(db.begin());
  db.persist(order);
  std::this_thread::sleep_for(1s); // EXPECT: slow-call "'transaction' is held with an open transaction"
  transaction.commit();
}

void inThread(odb::database &db) {
  odb::connection_ptr connection(db.connection());
  std::thread([&connection] { connection->execute("DELETE FROM carts"); }).detach(); // EXPECT: background-task "'connection'"
}

// A transaction rolls back when it is destroyed, and gives its connection back when it ends.
bool commits(odb::database &db, Order &order, bool wanted) {
  odb::transaction transaction(db.begin());
  db.persist(order);
  if (!wanted)
    return false;
  transaction.commit();
  std::this_thread::sleep_for(1s);
  return true;
}
