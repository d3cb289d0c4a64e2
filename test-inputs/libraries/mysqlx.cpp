// what: MySQL Connector/C++'s X DevAPI: sessions of a client across waits, in a thread, two at once, transactions without an end; and what is right
#include "libraries/mysqlx.h"
#include <chrono>
#include <thread>

using namespace std::chrono_literals;

void sleeps(mysqlx::Client &client) {
  mysqlx::Session session = client.getSession(); // NOTE: "acquired here"
  session.sql("DELETE FROM carts").execute();
  std::this_thread::sleep_for(1s); // EXPECT: slow-call "pooled session 'session'"
}

void constructed(mysqlx::Client &client) {
  mysqlx::Session session(client);
  session.sql("DELETE FROM carts").execute();
  std::this_thread::sleep_for(1s); // EXPECT: slow-call "'session'"
}

void inThread(mysqlx::Client &client) {
  mysqlx::Session session = client.getSession();
  session.sql("DELETE FROM carts").execute();
  std::thread([&session] { session.sql("DELETE FROM log").execute(); }).detach(); // EXPECT: background-task "'session'"
}

void twice(mysqlx::Client &client) {
  mysqlx::Session first = client.getSession();
  mysqlx::Session second = client.getSession(); // EXPECT: nested-acquire
  first.sql("DELETE FROM carts").execute();
  second.sql("DELETE FROM log").execute();
}

bool forgetsToCommit(mysqlx::Client &client) {
  mysqlx::Session session = client.getSession();
  session.startTransaction(); // EXPECT: unfinished-transaction
  session.getSchema("shop").getTable("orders").insert("id").values(1).execute();
  return true;
}

// The session rolls back when it goes back.
bool commits(mysqlx::Client &client) {
  mysqlx::Session session = client.getSession();
  session.startTransaction();
  if (session.sql("UPDATE stock SET amount = 1").execute().count() == 0)
    return false;
  session.commit();
  return true;
}

void rightly(mysqlx::Client &client) {
  {
    mysqlx::Session session = client.getSession();
    session.sql("DELETE FROM carts").execute();
  }
  std::this_thread::sleep_for(1s);
  mysqlx::Session session = mysqlx::getSession("mysqlx://shop");
  session.sql("DELETE FROM carts").execute();
  session.close();
  std::this_thread::sleep_for(1s);
}
