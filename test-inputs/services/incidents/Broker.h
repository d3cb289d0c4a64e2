#pragma once

#include "Database.h"

#include <stdexcept>
#include <thread>

/// The queue of another service.
class Broker {
public:
  explicit Broker(Scale scale) : scale_(scale) {}

  /// Returns when a worker has taken the job; throws when none does.
  void enqueue(std::int64_t job) {
    std::this_thread::sleep_for(scale_.of(std::chrono::seconds(177)));
    if (job % 50 == 49)
      throw std::runtime_error("no worker took the job");
  }

private:
  Scale scale_;
};
