// What options may be.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_OPTION_LIMITS_H
#define LEASEHOLD_OPTION_LIMITS_H

#include "leasehold/error.h"
#include <chrono>
#include <cstddef>
#include <string>

namespace leasehold::detail {

/// The longest of all durations.
constexpr std::chrono::milliseconds longest = std::chrono::hours(24 * 365);

/// Refuses what is out of bounds, by a ConfigurationError that names the option.
struct Limits {
  const char *of; ///< "pool options"

  [[noreturn]] void refuse(const std::string &what) const {
    throw ConfigurationError(std::string(of) + ": " + what);
  }
  void within(const char *name, std::size_t value, std::size_t least, std::size_t most) const {
    if (value < least || value > most)
      refuse(std::string(name) + " is " + std::to_string(value) + "; allowed are " +
             std::to_string(least) + " to " + std::to_string(most));
  }
  void within(const char *name, std::chrono::milliseconds value, std::chrono::milliseconds least,
              std::chrono::milliseconds most = longest) const {
    if (value < least || value > most)
      refuse(std::string(name) + " is " + std::to_string(value.count()) + " ms; allowed are " +
             std::to_string(least.count()) + " to " + std::to_string(most.count()) + " ms");
  }
};

} // namespace leasehold::detail

#endif // LEASEHOLD_OPTION_LIMITS_H
