#pragma once

#include "Database.h"

#include <stdexcept>
#include <thread>

/// A container somewhere in the cluster.
class Container {
public:
  explicit Container(Scale scale) : scale_(scale) {}

  void upload(const std::string &file) {
    if (file.empty())
      throw std::invalid_argument("no file");
    std::this_thread::sleep_for(scale_.of(std::chrono::seconds(60)));
  }
  void restart() { std::this_thread::sleep_for(scale_.of(std::chrono::seconds(12))); }
  bool healthy() {
    std::this_thread::sleep_for(scale_.of(std::chrono::seconds(2)));
    return ++asked_ % 3 == 0;
  }

private:
  Scale scale_;
  unsigned asked_ = 0;
};
