// what: the order is committed and the session given back before the request waits for the queue.
// flags: -std=c++20 -isystem /usr/include/postgresql

#include "SubmitHandler.h"

std::optional<long> SubmitHandler::handle(const Order &order) {
  OrderRepository orders(pool_);
  std::optional<long> number = orders.place(order);
  if (!number)
    return std::nullopt;
  queue_.push(*number);
  orders.set_state(*number, "queued");
  return number;
}
