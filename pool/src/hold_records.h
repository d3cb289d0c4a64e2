// What a pool with Options::hold_profile writes down of each place that acquires.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_HOLD_RECORDS_H
#define LEASEHOLD_HOLD_RECORDS_H

#include "leasehold/detail/core.h"
#include <bit>
#include <map>

namespace leasehold::detail {

/// Adds without a locked operation: nearly always one thread writes, the slot's owner. Where a
/// session is given back while another thread leaves a SlowRegion, one addition may be lost.
template <class T> void add_to(std::atomic<T> &to, T n) noexcept {
  to.store(to.load(std::memory_order_relaxed) + n, std::memory_order_relaxed);
}

/// HoldHistogram as it is written. Up to 9 hours; what took longer is in the last bucket.
struct HoldCells {
  static constexpr std::size_t size = 136;
  std::array<std::atomic<std::uint32_t>, size> counts{};
  std::atomic<std::int64_t> total{0}, max{0}; ///< nanoseconds

  static std::size_t index(std::uint64_t us) noexcept {
    if (us < 4)
      return us;
    const auto width = static_cast<unsigned>(std::bit_width(us));
    return std::min<std::size_t>((width - 2) * 4 + ((us >> (width - 3)) & 3U), size - 1);
  }
  /// In microseconds; what is in the bucket is below it.
  static std::uint64_t bound(std::size_t index) noexcept {
    return index < 4 ? index + 1 : (5 + index % 4) << (index / 4 - 1);
  }
  void add(std::int64_t ns) noexcept {
    ns = std::max<std::int64_t>(ns, 0);
    add_to<std::uint32_t>(counts[index(static_cast<std::uint64_t>(ns) / 1000)], 1);
    add_to(total, ns);
    if (ns > max.load(std::memory_order_relaxed))
      max.store(ns, std::memory_order_relaxed);
  }
  [[nodiscard]] HoldHistogram read() const;
};

struct SiteRecord {
  explicit SiteRecord(const std::source_location &at) : at(at) {}
  const std::source_location at;
  HoldCells hold, wait;
  std::atomic<std::int64_t> slow{0}; ///< nanoseconds
  std::array<std::atomic<std::uint64_t>, outcomes> ended{};
  SiteRecord *next = nullptr;
};

/// Each slot has its own records, so that threads do not meet in them. They stay as long as the
/// pool: a program has few places that acquire.
struct HoldRecords {
  explicit HoldRecords(std::size_t capacity) : slots(std::make_unique<Sites[]>(capacity)) {}

  /// Where the slot's lease was acquired; null: no memory.
  SiteRecord *of(const Slot &slot) noexcept;

  struct Sites {
    std::array<std::atomic<SiteRecord *>, 32> heads{};
    Sites() = default;
    Sites(const Sites &) = delete;
    Sites &operator=(const Sites &) = delete;
    ~Sites();
  };
  const std::unique_ptr<Sites[]> slots;
  const std::chrono::system_clock::time_point since = std::chrono::system_clock::now();

  // What happens to no lease, or is seen by another thread.
  struct Mishaps {
    std::source_location at;
    std::uint64_t timeouts = 0, leaks = 0;
  };
  std::mutex mutex;
  std::map<std::pair<const char *, unsigned>, Mishaps> mishaps; ///< by file and line

  Mishaps &mishap(const std::source_location &at); ///< under the mutex
};

} // namespace leasehold::detail

#endif // LEASEHOLD_HOLD_RECORDS_H
