#pragma once

#include "ConnectionPool.h"

#include <optional>
#include <string>

struct Order {
  std::string customer;
  std::string sku;
  long amount = 0;
};

/// What the handlers know of the orders table. Has the pool, never a session: each method acquires
/// its own and is done with it when it returns.
class OrderRepository {
public:
  explicit OrderRepository(ConnectionPool &pool) : pool_(pool) {}

  /// The number of the new order, or nothing when there is too little in stock.
  std::optional<long> place(const Order &order);
  std::string attachment_directory(long order);
  void add_attachment(long order, const std::string &path);
  void set_state(long order, const std::string &state);

private:
  ConnectionPool &pool_;
};
