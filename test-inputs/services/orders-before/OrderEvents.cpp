// what: a helper that borrows the session posts to a web server and sleeps between retries.
// flags: -std=c++20 -isystem /usr/include/postgresql

#include "OrderEvents.h"

#include "OrderRepository.h"

#include <chrono>
#include <thread>

void OrderEvents::shipped(long order) {
  Session session(pool_);
  OrderRepository(session.get()).set_state(order, "shipped");
  announce(session.get(), order);
}

void OrderEvents::announce(PGconn *connection, long order) {
  for (int attempt = 1; attempt <= 5; ++attempt) {
    if (webhook_.post("order " + std::to_string(order) + " is on its way")) { // EXPECT: slow-call
      OrderRepository(connection).set_state(order, "announced");
      return;
    }
    std::this_thread::sleep_for(std::chrono::seconds(2 * attempt)); // EXPECT: slow-call "sleep"
  }
}
