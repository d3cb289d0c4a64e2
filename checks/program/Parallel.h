//===- Parallel.h - work for several threads --------------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_PROGRAM_PARALLEL_H
#define LEASEHOLD_PROGRAM_PARALLEL_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace leasehold {

/// Calls `Do` with 0 to `Count` - 1 on several threads, this one among them.
inline void inParallel(size_t Count, unsigned Threads, llvm::function_ref<void(size_t)> Do) {
  std::atomic<size_t> Next{0};
  auto Loop = [&] {
    for (size_t I = Next++; I < Count; I = Next++)
      Do(I);
  };
  std::vector<std::thread> Helpers;
  for (unsigned I = 1; I < Threads && I < Count; ++I)
    Helpers.emplace_back(Loop);
  Loop();
  for (std::thread &T : Helpers)
    T.join();
}

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_PARALLEL_H
