//===- Heap.h - the allocator, set up for parsing ---------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_HEAP_H
#define LEASEHOLD_HEAP_H

namespace leasehold {

/// Makes the heap grow in large steps and asks for huge pages: a syntax tree is some 100 MB of
/// small nodes that are made in a second, and page faults and TLB misses are a seventh of that
/// (bench/analyzer.sh). Call first in main. Does nothing without glibc.
void prepareHeap();

} // namespace leasehold

#endif // LEASEHOLD_HEAP_H
