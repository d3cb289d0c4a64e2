// leasehold/holds.h: where in the program sessions are held, for how long, and what came of it.
//
//     leasehold::Options options;
//     options.hold_profile = true;
//     leasehold::Pool pool(driver, options);
//     ...
//     for (const leasehold::SiteHolds &site : pool.holds().sites)
//       log(site.function, site.count, site.hold.percentile(99));
//
// leasehold/hold_file.h writes it for `leasehold holds` and `leasehold check --holds`.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_HOLDS_H
#define LEASEHOLD_HOLDS_H

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace leasehold {

/// How long something took, each time. Four buckets to the doubling: a percentile is at most a
/// quarter above the truth.
struct HoldHistogram {
  struct Bucket {
    std::chrono::microseconds below; ///< and not below the one before
    std::uint64_t count;
  };
  std::vector<Bucket> buckets; ///< ascending; empty ones are left out
  std::uint64_t count = 0;
  std::chrono::nanoseconds total{0}, max{0};

  /// `p` of 100 took no longer; zero when there were none.
  [[nodiscard]] std::chrono::microseconds percentile(double p) const;
  void add(const HoldHistogram &other);
};

/// What became of the leases that were acquired at one place, since the pool was made.
struct SiteHolds {
  std::string file; ///< as the compiler was given it
  unsigned line = 0;
  std::string function;
  std::uint64_t count = 0; ///< given back; those that are out are in Pool::leases()
  HoldHistogram hold;      ///< from acquire to give-back, by a clock of some milliseconds
  HoldHistogram wait;      ///< of the acquires that did not get an idle session at once
  /// Of the time that they were held, that which their thread spent in a SlowRegion.
  std::chrono::nanoseconds slow{0};
  // Transactions of Session::begin() and Pool::transaction().
  std::uint64_t committed = 0, rolled_back = 0;
  std::uint64_t abandoned = 0;     ///< neither, and no exception passed by
  std::uint64_t commit_failed = 0; ///< by an exception of the driver
  std::uint64_t timeouts = 0;      ///< acquires that gave up
  std::uint64_t leaks = 0;         ///< leases that outlived Options::leak_threshold
};

/// Of one pool.
struct HoldProfile {
  std::string pool;
  std::chrono::system_clock::time_point since; ///< when the pool was made
  std::chrono::nanoseconds resolution{0};      ///< of the clock that holds are measured by
  std::vector<SiteHolds> sites;                ///< by file, line, function
};

} // namespace leasehold

#endif // LEASEHOLD_HOLDS_H
