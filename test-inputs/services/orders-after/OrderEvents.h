#pragma once

#include "ConnectionPool.h"
#include "Webhook.h"

/// Marks orders as shipped and tells the customer.
class OrderEvents {
public:
  OrderEvents(ConnectionPool &pool, const Webhook &webhook) : pool_(pool), webhook_(webhook) {}

  void shipped(long order);

private:
  bool announce(long order);

  ConnectionPool &pool_;
  const Webhook &webhook_;
};
