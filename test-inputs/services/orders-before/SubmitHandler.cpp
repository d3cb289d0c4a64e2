// what: the session is held while the request waits for room in a queue.
// flags: -std=c++20 -isystem /usr/include/postgresql

#include "SubmitHandler.h"

std::optional<long> SubmitHandler::handle(const Order &order) {
  Session session(pool_);
  OrderRepository orders(session.get());
  std::optional<long> number = orders.place(order);
  if (!number)
    return std::nullopt;
  queue_.push(*number); // EXPECT: slow-call
  orders.set_state(*number, "queued");
  return number;
}
