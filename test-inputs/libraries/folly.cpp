// what: folly: sessions that go along with what runs on an executor, or wait for a future or a baton; and what is right
#include "libraries/folly.h"
#include <chrono>
#include <soci/soci.h>

using namespace std::chrono_literals;

void notify();

void onExecutor(folly::CPUThreadPoolExecutor &executor, soci::connection_pool &pool) {
  soci::session session(pool);
  executor.add([&session] { session << "DELETE FROM carts"; }); // EXPECT: background-task "'session'"
}

folly::Future<folly::Unit> viaExecutor(folly::Executor *executor, soci::connection_pool &pool) {
  soci::session session(pool);
  session << "DELETE FROM orders";
  return folly::via(executor, [&session] { session << "DELETE FROM carts"; }); // EXPECT: background-task "'session'"
}

folly::Future<folly::Unit> continued(folly::Future<int> number, soci::connection_pool &pool) {
  soci::session session(pool);
  session << "DELETE FROM orders";
  return std::move(number).thenValue([&session](int) { session << "DELETE FROM carts"; }); // EXPECT: background-task "'session'"
}

void waitsForFuture(folly::Future<int> number, soci::connection_pool &pool) {
  soci::session session(pool);
  session << "UPDATE orders SET seen = 1";
  std::move(number).get(); // EXPECT: slow-call "waits for a future"
}

void sleeps(soci::connection_pool &pool) {
  soci::session session(pool);
  session << "UPDATE orders SET seen = 1";
  folly::futures::sleep(500ms).get(); // EXPECT: slow-call "waits for a future"
}

void waitsForBaton(folly::Baton<> &done, soci::connection_pool &pool) {
  soci::session session(pool);
  session << "UPDATE orders SET seen = 1";
  done.wait(); // EXPECT: slow-call "waits for a baton"
}

void rightly(folly::CPUThreadPoolExecutor &executor, folly::Baton<> &done, soci::connection_pool &pool) {
  executor.add([&pool] {
    soci::session session(pool);
    session << "DELETE FROM carts";
  });
  {
    soci::session session(pool);
    session << "UPDATE orders SET seen = 1";
  }
  done.wait();
}

// Joined before the session ends; run at once.
void joined(folly::Executor *executor, folly::InlineExecutor &here, soci::connection_pool &pool) {
  soci::session session(pool);
  folly::via(executor, [&session] { session << "DELETE FROM carts"; }).get();
  here.add([&session] { session << "DELETE FROM carts"; });
}
