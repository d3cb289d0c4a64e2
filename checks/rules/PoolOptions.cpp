//===- PoolOptions.cpp - leasehold-pool-options ---------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A pool that is configured to fail. The limits are the servers' and the pools' own defaults.
//
//===----------------------------------------------------------------------===//

#include "rules/Rule.h"
#include "llvm/ADT/StringRef.h"

namespace leasehold {

namespace {

constexpr uint64_t Second = 1000000000;
/// wait_timeout of MySQL and MariaDB: 28800 s, unless the server's administrator lowered it.
constexpr uint64_t WaitTimeout = 28800 * Second;
/// Of a few seconds: a reconnect with TLS, a failover's DNS, or one slow query ahead use them up.
/// Pools default to 30 s (SQLAlchemy, HikariCP, leasehold).
constexpr uint64_t LeastTimeout = 5 * Second;
/// As good as never: nobody waits for an answer that long.
constexpr uint64_t Endless = 86400 * Second;

bool inMemory(llvm::StringRef Database) {
  return !Database.contains("cache=shared") &&
         (Database == ":memory:" || Database.starts_with("file::memory:") ||
          Database.contains("mode=memory"));
}

} // namespace

std::optional<Finding> wordPoolOptions(const Event &E) {
  if (E.kind != Event::SetsOption)
    return std::nullopt;
  const PoolOptions &Pool = *E.pool;
  const PoolOption &O = *E.option;
  bool Unknown = Pool.engine.empty() && !Pool.own;
  Finding F;
  F.check = "leasehold-pool-options";
  F.level = Level::Risk;
  F.at = E.at;
  switch (O.option) {
  case Setting::AcquireTimeout:
    if (O.never || (O.ns && *O.ns >= Endless))
      F.message =
          "an acquire that waits without a limit hangs with the whole service when sessions "
          "run out; set a timeout of about 30 s, whose error says so";
    else if (O.ns && *O.ns < LeastTimeout)
      F.message = "an acquire timeout of less than 5 s fails requests whenever a connection has to "
                  "be opened anew or one statement ahead is slow; 30 s is what pools default to";
    break;
  case Setting::Recycle: {
    const PoolOption *Ping = Pool.find(Setting::PrePing);
    if (Pool.engine != "mysql" && !Unknown)
      break;
    if (O.ns && *O.ns > WaitTimeout)
      F.message =
          "connections are kept longer than MySQL and MariaDB keep an idle one (wait_timeout, "
          "28800 s by default), so that the first statement after a quiet night fails; "
          "replace them earlier, after an hour for example";
    else if (O.never && Pool.engine == "mysql" && Ping && Ping->off)
      F.message =
          "connections are never replaced and never tried before use, but MySQL and MariaDB "
          "close idle ones (wait_timeout, 28800 s by default); recycle them after an hour for "
          "example, or leave the ping on";
    break;
  }
  case Setting::ResetOnReturn:
    if (O.off && !Pool.own)
      F.message = "nothing is undone when a session is given back, so that the next user inherits "
                  "its open transaction, locks and settings; leave the rollback on";
    break;
  case Setting::Database: {
    const PoolOption *Size = Pool.find(Setting::Size);
    if (inMemory(O.text) && Size && Size->number && *Size->number > 1 &&
        (Pool.engine == "sqlite" || Unknown))
      F.message =
          "each of up to " + std::to_string(*Size->number) +
          " connections opens an in-memory database of its own, so that what one writes the "
          "others do not see; keep one connection, or share it: "
          "\"file::memory:?cache=shared\"";
    break;
  }
  case Setting::PrePing:
  case Setting::Size:
  case Setting::Overflow:
  case Setting::Engine:
    break;
  }
  if (F.message.empty())
    return std::nullopt;
  return F;
}

} // namespace leasehold
