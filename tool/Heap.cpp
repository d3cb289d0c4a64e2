//===- Heap.cpp - the allocator, set up for parsing -----------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Heap.h"
#include <cstdint>
#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace leasehold {

void prepareHeap() {
#ifdef __GLIBC__
  // Arenas of threads grow by a page at a time, and not by huge ones. One arena serves all: what
  // the threads allocate is cached by thread, or large.
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_MMAP_THRESHOLD, 256 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  // Address space, not memory. What does not fit in comes in steps of the second size.
  constexpr int First = 512 << 20;
  constexpr int Later = 32 << 20;
  const auto Break = [] { return reinterpret_cast<std::uintptr_t>(sbrk(0)); };
  const std::uintptr_t Before = Break();
  mallopt(M_TOP_PAD, First);
  void *volatile Grow = std::malloc(1 << 20);
  std::free(Grow);
  mallopt(M_TOP_PAD, Later);
#ifdef MADV_HUGEPAGE
  constexpr std::uintptr_t HugePage = 2 << 20;
  const std::uintptr_t Start = (Before + HugePage - 1) & ~(HugePage - 1);
  const std::uintptr_t End = Break() & ~(HugePage - 1);
  // Only a hint: where it is not taken, pages are small.
  if (End > Start)
    (void)madvise(reinterpret_cast<void *>(Start), End - Start, MADV_HUGEPAGE);
#endif
#endif
}

} // namespace leasehold
