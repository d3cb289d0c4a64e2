// RestartTest.cpp: what the drivers' tests found out about the core.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "FakeDriver.h"
#include <gtest/gtest.h>

namespace leasehold::test {
namespace {

// Disabled: fails today. After a restart each of the leases that were out comes back broken, one
// after the other, and each takes everything with it that was opened since: Core::release_slowly()
// calls invalidate() also when the broken connection is of an earlier generation. With thirty
// leases out, the new connections are thrown away up to thirty times.
TEST(Restart, DISABLED_ABrokenConnectionTakesNoneWithItThatIsNewerThanTheRestart) {
  FakeDriver d;
  Options o;
  o.pool_size = 3;
  o.max_overflow = 0;
  Pool<FakeDriver> pool(d, o);
  auto a = pool.acquire(), b = pool.acquire();
  ++d.server->epoch;
  EXPECT_THROW(a->execute(), SqlError);
  EXPECT_THROW(b->execute(), SqlError);
  a.release(); // broken: takes all older ones with it
  const int fresh = pool.acquire()->number;
  b.release(); // broken, too; but it is from before the restart, and `fresh` is not
  EXPECT_EQ(pool.acquire()->number, fresh);
}

} // namespace
} // namespace leasehold::test
