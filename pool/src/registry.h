// What all pools of the process share: its threads and forks.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_REGISTRY_H
#define LEASEHOLD_REGISTRY_H

#include "leasehold/detail/core.h"
#include <deque>
#include <mutex>

namespace leasehold::detail {

/// Never destroyed: threads may end after main does.
struct Registry {
  std::mutex mutex;
  std::deque<ThreadRecord> records;
  std::vector<ThreadRecord *> unused;
  std::uint64_t threads = 0; ///< so far
  std::vector<Core *> cores;
  std::deque<Lifeline> all_lifelines;
  std::vector<Lifeline *> lifelines; ///< that no pool has
};
Registry &registry();

/// Calls Core::forked() of each pool in the children of this process from now on.
void watch_forks();

} // namespace leasehold::detail

#endif // LEASEHOLD_REGISTRY_H
