// bare_sqlite.h: one connection to SQLite without a pool, to be taken off what a pool needs.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_BENCH_BARE_SQLITE_H
#define LEASEHOLD_BENCH_BARE_SQLITE_H

#include <memory>
#include <sqlite3.h>

namespace leasehold::bench {

inline std::shared_ptr<void> bare_sqlite() {
  sqlite3 *db = nullptr;
  sqlite3_open(":memory:", &db);
  return {db, [](sqlite3 *d) { sqlite3_close(d); }};
}

} // namespace leasehold::bench

#endif // LEASEHOLD_BENCH_BARE_SQLITE_H
