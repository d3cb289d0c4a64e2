#pragma once

#include "ConnectionPool.h"
#include "JobQueue.h"
#include "OrderRepository.h"

/// Takes an order and hands it to the warehouse.
class SubmitHandler {
public:
  SubmitHandler(ConnectionPool &pool, JobQueue &queue) : pool_(pool), queue_(queue) {}

  std::optional<long> handle(const Order &order);

private:
  ConnectionPool &pool_;
  JobQueue &queue_;
};
