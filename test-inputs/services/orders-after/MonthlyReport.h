#pragma once

#include "ConnectionPool.h"

#include <string>
#include <thread>
#include <vector>

/// Sums a month up, which takes minutes, so it is done in the background.
class MonthlyReport {
public:
  explicit MonthlyReport(ConnectionPool &pool) : pool_(pool) {}

  void start(const std::string &month);

private:
  ConnectionPool &pool_;
  std::vector<std::jthread> workers_;
};
