// soci::connection_pool. Its sessions are not opened: leasing does not look at them.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "measure.h"
#include <soci/soci.h>

namespace leasehold::bench {
namespace {

struct Soci {
  soci::connection_pool pool;
  explicit Soci(std::size_t n) : pool(n) {}
  template <class F> void with(std::size_t /*thread*/, F held) {
    const std::size_t position = pool.lease();
    benchmark::DoNotOptimize(&pool.at(position));
    held();
    pool.give_back(position);
  }
};

} // namespace

void measure_soci() { measure<Soci>("soci"); }

} // namespace leasehold::bench
