//===- Profile.h - what leases cost at run time, per place ----- -*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What programs on our pool write (leasehold/hold_file.h), as docs/schema/holds.schema.json says.
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TOOL_HOLDS_PROFILE_H
#define LEASEHOLD_TOOL_HOLDS_PROFILE_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace leasehold {

/// How long something took, each time; in milliseconds.
struct Histogram {
  std::map<uint64_t, uint64_t> buckets; ///< microseconds that these were below, how many
  uint64_t count = 0;
  double totalMs = 0, maxMs = 0;

  /// `P` of 100 took no longer, to the bucket; 0 when there were none.
  [[nodiscard]] double percentile(double P) const;
  void add(const Histogram &Other);
};

/// A place that acquires.
struct HoldSite {
  std::string file, function; ///< as the compiler wrote them
  unsigned line = 0;
  Histogram hold, wait;
  double slowMs = 0; ///< held inside of slow regions
  uint64_t committed = 0, rolledBack = 0, abandoned = 0, commitFailed = 0, timeouts = 0, leaks = 0;

  void add(const HoldSite &Other);
};

struct PoolHolds {
  std::string name, since, until; ///< times in UTC, ISO 8601
  uint64_t processes = 1;
  double resolutionMs = 0;
  std::vector<HoldSite> sites;
};

struct Holds {
  std::vector<PoolHolds> pools;

  /// Nothing when it cannot be read or is none; `Problem` says why, and names the file.
  static std::optional<Holds> read(const std::string &Path, std::string &Problem);
  /// Pools of one name and places of one file, line and function become one.
  void merge(const Holds &Other);
  void write(llvm::raw_ostream &OS) const;

  /// By the time that sessions were held there, longest first; with their pools.
  [[nodiscard]] std::vector<std::pair<const PoolHolds *, const HoldSite *>> byTime() const;
};

/// Those that can be read; `Failed` when not all can, which has been said then.
std::vector<Holds> readHolds(const std::vector<std::string> &Files, bool &Failed);

/// `177 s`, `4.00 ms`: three digits.
std::string shownTime(double Ms);
/// The same of a hold: what is shorter than its clock can tell is `<4.00 ms`.
std::string shownHold(double Ms, double ResolutionMs);
/// Of a function as the compiler prints it: `void shop::Orders::submit(int)` is
/// `shop::Orders::submit`.
llvm::StringRef qualifiedName(llvm::StringRef Pretty);

/// The table, for a terminal.
void printHolds(llvm::raw_ostream &OS, const Holds &Of);
/// The same with charts, as one page that needs nothing else.
void printHoldsPage(llvm::raw_ostream &OS, const Holds &Of);
/// What became of each place. Lines may have moved.
void printHoldsDiff(llvm::raw_ostream &OS, const Holds &Before, const Holds &After);

} // namespace leasehold

#endif // LEASEHOLD_TOOL_HOLDS_PROFILE_H
