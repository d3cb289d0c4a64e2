// what: mongocxx: clients of the pool across waits, in a thread, two at once; a session's transaction without an end; and what is right
#include "libraries/mongocxx.h"
#include <chrono>
#include <thread>

using namespace std::chrono_literals;

void sleeps(mongocxx::pool &pool) {
  auto client = pool.acquire(); // NOTE: "acquired here"
  (*client)["shop"]["orders"].insert_one("{}");
  std::this_thread::sleep_for(1s); // EXPECT: slow-call "pooled session 'client'"
}

void inThread(mongocxx::pool &pool) {
  auto client = pool.acquire();
  client["shop"]["orders"].insert_one("{}");
  std::thread([&client] { client["shop"]["log"].insert_one("{}"); }).detach(); // EXPECT: background-task "'client'"
}

void twice(mongocxx::pool &pool) {
  auto first = pool.acquire();
  auto second = pool.acquire(); // EXPECT: nested-acquire
  first["shop"]["orders"].insert_one("{}");
  second["shop"]["log"].insert_one("{}");
}

bool forgetsToCommit(mongocxx::pool &pool) {
  auto client = pool.acquire();
  auto session = client->start_session();
  session.start_transaction(); // EXPECT: unfinished-transaction
  client["shop"]["orders"].insert_one(session, "{}");
  return true;
}

void sleepsInTransaction(mongocxx::pool &pool) {
  auto client = pool.acquire();
  auto session = client->start_session();
  session.start_transaction();
  client["shop"]["orders"].insert_one(session, "{}");
  std::this_thread::sleep_for(1s); // EXPECT: slow-call "'client'"
  session.commit_transaction();
}

// The session aborts when it is destroyed.
bool commits(mongocxx::pool &pool) {
  auto client = pool.acquire();
  auto orders = client["shop"]["orders"];
  auto session = client->start_session();
  session.start_transaction();
  try {
    orders.insert_one(session, "{}");
    orders.update_one(session, "{}", "{}");
    session.commit_transaction();
  } catch (const std::system_error &) {
    session.abort_transaction();
    return false;
  }
  return true;
}

void withCallback(mongocxx::pool &pool) {
  auto client = pool.acquire();
  auto orders = client["shop"]["orders"];
  auto session = client->start_session();
  session.with_transaction([&orders](mongocxx::client_session *inside) { orders.insert_one(*inside, "{}"); });
}

void rightly(mongocxx::pool &pool) {
  {
    auto client = pool.acquire();
    client["shop"]["orders"].insert_one("{}");
  }
  std::this_thread::sleep_for(1s);
  if (auto client = pool.try_acquire())
    (**client)["shop"]["orders"].insert_one("{}");
  std::this_thread::sleep_for(1s);
  auto client = pool.acquire();
  client["shop"]["orders"].insert_one("{}");
  client = nullptr;
  std::this_thread::sleep_for(1s);
}
