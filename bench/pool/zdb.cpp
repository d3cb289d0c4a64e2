// libzdb's ConnectionPool, of SQLite connections. It pings whenever it lends one, and answers NULL
// when nothing is free: nobody waits. Its connections share a cache, so that what one takes cannot
// be told from what the pool does.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "measure.h"
#include <cstdio>
#include <cstdlib>
#include <zdb.h>

namespace leasehold::bench {
namespace {

struct Zdb {
  URL_T url;
  ConnectionPool_T pool;
  explicit Zdb(std::size_t n) : url(URL_new("sqlite:///:memory:")), pool(ConnectionPool_new(url)) {
    ConnectionPool_setInitialConnections(pool, static_cast<int>(n));
    ConnectionPool_setMaxConnections(pool, static_cast<int>(n));
    ConnectionPool_setAbortHandler(pool, [](const char *error) {
      std::fprintf(stderr, "libzdb: %s\n", error);
      std::exit(1);
    });
    ConnectionPool_start(pool);
  }
  ~Zdb() {
    ConnectionPool_stop(pool);
    ConnectionPool_free(&pool);
    URL_free(&url);
  }
  Zdb(const Zdb &) = delete;
  Zdb &operator=(const Zdb &) = delete;
  template <class F> void with(std::size_t /*thread*/, F held) {
    Connection_T connection = ConnectionPool_getConnection(pool);
    benchmark::DoNotOptimize(connection);
    held();
    Connection_close(connection);
  }
};

} // namespace

void measure_zdb() { measure<Zdb>("zdb", uncontended); }

} // namespace leasehold::bench
