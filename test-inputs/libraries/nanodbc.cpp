// what: nanodbc: a connection across a wait and in a thread, a transaction without an end; and what is right
#include "libraries/nanodbc.h"
#include <chrono>
#include <thread>

using namespace std::chrono_literals;

void sleeps() {
  nanodbc::connection connection("DSN=shop");
  nanodbc::just_execute(connection, "DELETE FROM carts");
  std::this_thread::sleep_for(1s); // EXPECT: slow-call "'connection'"
}

void inThread() {
  nanodbc::connection connection("shop", "me", "secret");
  std::thread([&connection] { nanodbc::just_execute(connection, "DELETE FROM carts"); }).detach(); // EXPECT: background-task "'connection'"
}

bool forgetsToCommit(nanodbc::connection &connection) {
  nanodbc::transaction transaction(connection); // EXPECT: unfinished-transaction
  nanodbc::just_execute(connection, "DELETE FROM carts");
  return true;
}

// A transaction rolls back when it is destroyed.
bool commits(nanodbc::connection &connection) {
  nanodbc::transaction transaction(connection);
  if (!nanodbc::execute(connection, "SELECT 1").next())
    return false;
  nanodbc::just_execute(connection, "DELETE FROM carts");
  transaction.commit();
  return true;
}

void rightly() {
  nanodbc::connection connection;
  connection.connect("DSN=shop");
  nanodbc::just_execute(connection, "DELETE FROM carts");
  connection.disconnect();
  std::this_thread::sleep_for(1s);
}
