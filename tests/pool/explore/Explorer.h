// Explorer.h: runs a few threads in all the ways in which they may interleave, and in which their
// reads may see each other's writes.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The threads are fibers on one system thread. Each word of Sync.h stops its fiber before it takes
// effect; the explorer picks the next, and, for a read, which of the writes it sees. It goes
// through all picks depth first, by running the case again from the start, and leaves out those
// orders that differ from one that was tried only in steps that do not touch each other (dynamic
// partial order reduction with sleep sets).

#ifndef LEASEHOLD_EXPLORE_EXPLORER_H
#define LEASEHOLD_EXPLORE_EXPLORER_H

#include "explore/Sync.h"
#include <array>
#include <functional>
#include <string>
#include <vector>

namespace leasehold::explore {

constexpr int most_threads = 4;

struct Limits {
  std::uint64_t runs = 1'000'000;
  std::size_t steps = 2'000; ///< of one run; more is a livelock
  /// How often a run may deviate from letting one thread go on as long as it can, reading what was
  /// written last. Negative: as often as it may; only then, equal runs are left out.
  int deviations = -1;
};

struct Result {
  std::uint64_t runs = 0;      ///< that were tried to their end
  std::uint64_t redundant = 0; ///< that turned out, on their way, to be like one before
  std::size_t steps = 0;       ///< of the longest
  bool complete = false;       ///< all there are, within the limit of deviations
  std::string failure;         ///< what was wrong first, and the steps that led there
};

/// One run of a case.
class Run {
public:
  void thread(std::function<void()> body) { threads.push_back(std::move(body)); }
  /// When all threads have ended. Sees all that they did.
  void after(std::function<void()> check) { checks.push_back(std::move(check)); }

  std::vector<std::function<void()>> threads, checks;
};

/// Makes, before each run, everything that the run changes.
using Case = std::function<void(Run &)>;

/// `entering`: called whenever thread `n` of the case goes on; -1: none of them.
Result explore(const Case &make, const Limits &limits = {},
               std::function<void(int)> entering = nullptr);

/// Ends the run, and the exploration, as failed.
[[noreturn]] void fail(const std::string &what);
inline void check(bool holds, const char *what) {
  if (!holds)
    fail(what);
}

/// For the printed steps.
void name(int object, const std::string &name);
/// Figures on which nothing depends: read and written without a step of their own.
void quiet(int object);

/// A variable without synchronisation of its own: two accesses, one of them a write, of which
/// neither happens before the other, are a failure.
class Tracked {
public:
  void read();
  void write();

private:
  std::array<std::uint32_t, most_threads + 1> reads_{}, writes_{};
};

/// Requests a stop in a way that the explorer sees.
inline void request_stop(std::stop_source &source) {
  change(stops(), Change::add, 1, std::memory_order_acq_rel);
  source.request_stop();
}

} // namespace leasehold::explore

#endif // LEASEHOLD_EXPLORE_EXPLORER_H
