// Poco::Data::SessionPool, of SQLite sessions. It throws when nothing is free: nobody waits.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "bare_sqlite.h"
#include "measure.h"
#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/SessionPool.h>

namespace leasehold::bench {
namespace {

struct PocoData {
  ::Poco::Data::SessionPool pool;
  explicit PocoData(std::size_t n)
      : pool("SQLite", ":memory:", static_cast<int>(n), static_cast<int>(n)) {
    std::vector<::Poco::Data::Session> open;
    for (std::size_t i = 0; i < n; ++i)
      open.push_back(pool.get());
  }
  template <class F> void with(std::size_t /*thread*/, F held) {
    ::Poco::Data::Session session = pool.get();
    benchmark::DoNotOptimize(session.impl());
    held();
  }
  static std::shared_ptr<void> bare() { return bare_sqlite(); }
};

} // namespace

void measure_poco_data() {
  ::Poco::Data::SQLite::Connector::registerConnector();
  measure<PocoData>("poco-data", uncontended | memory);
}

} // namespace leasehold::bench
