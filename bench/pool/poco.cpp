// Poco::ObjectPool, of objects that need no database.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "measure.h"
#include <Poco/ObjectPool.h>

namespace leasehold::bench {
namespace {

struct Poco {
  struct Connection {
    bool open = false;
  };
  ::Poco::ObjectPool<Connection> pool;
  explicit Poco(std::size_t n) : pool(n, n) {
    std::vector<Connection *> open;
    for (std::size_t i = 0; i < n; ++i)
      open.push_back(pool.borrowObject());
    for (Connection *c : open)
      pool.returnObject(c);
  }
  template <class F> void with(std::size_t /*thread*/, F held) {
    Connection *c = pool.borrowObject(30'000);
    benchmark::DoNotOptimize(c);
    held();
    pool.returnObject(c);
  }
};

} // namespace

void measure_poco() { measure<Poco>("poco"); }

} // namespace leasehold::bench
