// what: the helper that posts and sleeps has no session; one is acquired for each state.
// flags: -std=c++20 -isystem /usr/include/postgresql

#include "OrderEvents.h"

#include "Sql.h"

#include <chrono>
#include <thread>

void OrderEvents::shipped(long order) {
  Session session(pool_);
  query(session.get(), "UPDATE orders SET state = 'shipped' WHERE id = $1",
        {std::to_string(order)});
  session.release();
  if (announce(order)) {
    Session later(pool_);
    query(later.get(), "UPDATE orders SET state = 'announced' WHERE id = $1",
          {std::to_string(order)});
  }
}

bool OrderEvents::announce(long order) {
  for (int attempt = 1; attempt <= 5; ++attempt) {
    if (webhook_.post("order " + std::to_string(order) + " is on its way"))
      return true;
    std::this_thread::sleep_for(std::chrono::seconds(2 * attempt));
  }
  return false;
}
