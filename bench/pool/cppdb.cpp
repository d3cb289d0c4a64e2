// CppDB's pool, of SQLite connections. It opens another connection when none is free: nobody waits.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "bare_sqlite.h"
#include "measure.h"
#include <cppdb/backend.h>
#include <cppdb/frontend.h>
#include <cppdb/pool.h>

namespace leasehold::bench {
namespace {

struct Cppdb {
  cppdb::pool::pointer pool;
  explicit Cppdb(std::size_t n)
      : pool(cppdb::pool::create("sqlite3:db=:memory:;@pool_size=" + std::to_string(n))) {
    std::vector<cppdb::session> open;
    for (std::size_t i = 0; i < n; ++i)
      open.emplace_back(pool->open());
  }
  template <class F> void with(std::size_t /*thread*/, F held) {
    cppdb::session session(pool->open());
    benchmark::DoNotOptimize(&session);
    held();
  }
  static std::shared_ptr<void> bare() { return bare_sqlite(); }
};

} // namespace

void measure_cppdb() { measure<Cppdb>("cppdb", uncontended | memory); }

} // namespace leasehold::bench
