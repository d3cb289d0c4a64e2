// Times as others read them.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_UTC_H
#define LEASEHOLD_UTC_H

#include <chrono>
#include <cstdint>
#include <ctime>
#include <string>

namespace leasehold::detail {

/// ISO 8601 in UTC, to the millisecond: 2026-01-02T03:04:05.678Z.
inline std::string utc(std::chrono::system_clock::time_point time) {
  const std::int64_t ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
  const auto seconds = static_cast<std::time_t>(ms / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[64];
  const std::size_t n = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
  const std::string fraction = std::to_string(1000 + ms % 1000);
  return std::string(text, n) + "." + fraction.substr(1) + "Z";
}

} // namespace leasehold::detail

#endif // LEASEHOLD_UTC_H
