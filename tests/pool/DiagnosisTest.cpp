// DiagnosisTest.cpp: what a pool says of itself, and what it does without being asked.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Support.h"
#include "leasehold/slow_region.h"
#include <gtest/gtest.h>

namespace leasehold::test {
namespace {

TEST(Diagnosis, NestedAcquiresAreReported) {
  Events events;
  Options o = small(2);
  events.into(o);
  FakePool pool({}, o);
  {
    FakeSession a = pool.acquire();
    EXPECT_EQ(events.count(Event::nested), 0U);
    FakeSession b = pool.acquire();
    EXPECT_EQ(events.count(Event::nested), 1U);
  }
  (void)pool.acquire();
  (void)pool.acquire();
  EXPECT_EQ(events.count(Event::nested), 1U) << "one after the other is not nested";
}

// Without the line in Core::serve(), all but a few of the rounds are reported: whoever is handed a
// slot takes some time to wake up.
TEST(Diagnosis, WhatIsHandedToAnotherThreadIsNotNested) {
  Events events;
  Options o = small(2);
  events.into(o);
  FakePool pool({}, o);
  constexpr unsigned Rounds = 50;
  for (unsigned i = 0; i < Rounds; ++i) {
    FakeSession first = pool.acquire();
    FakeSession second = pool.acquire(); // nested indeed
    std::thread other([&] { (void)pool.acquire(); });
    ASSERT_TRUE(soon([&] { return pool.snapshot().waiting == 1; }));
    second.release();
    first.release();
    (void)pool.acquire();
    other.join();
  }
  EXPECT_EQ(events.count(Event::nested), Rounds);
}

TEST(Diagnosis, LeaksAreReportedOnceWithoutBeingAskedFor) {
  Events events;
  Options o = small(2);
  o.leak_threshold = 20ms;
  events.into(o);
  FakePool pool({}, o);
  FakeSession s = pool.acquire();
  EXPECT_EQ(pool.report_leaks(), 0U);
  ASSERT_TRUE(soon([&] { return events.count(Event::leak) == 1; }));
  EXPECT_NE(events.first(Event::leak).find("DiagnosisTest.cpp"), std::string::npos);
  std::this_thread::sleep_for(50ms);
  EXPECT_EQ(pool.report_leaks(), 0U);
  EXPECT_EQ(events.count(Event::leak), 1U);
  EXPECT_EQ(pool.snapshot().leaks, 1U);
  s = pool.acquire();
  ASSERT_TRUE(soon([&] { return events.count(Event::leak) == 2; })) << "another lease";
}

TEST(Diagnosis, LeasesSayWhatTheyDo) {
  FakePool pool({}, small(1));
  FakeSession s = pool.acquire();
  s.doing("copies the files");
  auto t = s.begin();
  LeaseInfo l = pool.leases().at(0);
  EXPECT_TRUE(l.transaction);
  EXPECT_EQ(l.doing, "copies the files");
  try {
    (void)pool.acquire(10ms);
    FAIL();
  } catch (const TimeoutError &e) {
    EXPECT_NE(std::string(e.what()).find("in a transaction, copies the files"), std::string::npos)
        << e.what();
  }
  t.commit();
  EXPECT_FALSE(pool.leases().at(0).transaction);
  s.release();
  s = pool.acquire();
  EXPECT_EQ(pool.leases().at(0).doing, "") << "the next has nothing to do with it";
}

TEST(Diagnosis, AHandlerThatThrowsHarmsNobody) {
  Options o = small(1);
  o.events_on_checkout = true;
  o.on_event = [](const Event & /*e*/) { throw std::runtime_error("handler"); };
  FakePool pool({}, o);
  EXPECT_NO_THROW((void)pool.acquire());
  EXPECT_EQ(pool.snapshot().checked_in, 1U);
}

TEST(Housekeeping, IdleConnectionsAreClosedWithoutBeingAskedFor) {
  FakeDriver d;
  Options o = small(1);
  o.max_idle = 20ms;
  FakePool pool(d, o);
  (void)pool.acquire();
  EXPECT_EQ(pool.evict_idle(), 0U) << "not yet";
  EXPECT_TRUE(soon([&] { return d.server->live == 0; }));
  EXPECT_EQ(pool.snapshot().total, 0U);
}

TEST(Housekeeping, OldConnectionsAreReplaced) {
  FakeDriver d;
  Options o = small(1);
  o.pool_recycle = 20ms;
  FakePool pool(d, o);
  const int before = pool.acquire()->number;
  std::this_thread::sleep_for(40ms);
  EXPECT_NE(pool.acquire()->number, before);
}

// The keeper may be at work when its pool goes.
TEST(Housekeeping, PoolsGoWhileTheyAreLookedAfter) {
  for (int round = 0; round < 50; ++round) {
    FakeDriver d;
    Options o = small(2);
    o.leak_threshold = o.max_idle = 1ms;
    FakePool pool(d, o);
    FakeSession s = pool.acquire();
    std::this_thread::sleep_for(std::chrono::milliseconds(round % 8));
  }
}

TEST(Housekeeping, OverflowIsClosedWhenGivenBack) {
  FakeDriver d;
  FakePool pool(d, small(1, 1));
  {
    FakeSession a = pool.acquire();
    FakeSession b = pool.acquire();
    EXPECT_EQ(pool.snapshot().overflow, 1U);
  }
  EXPECT_EQ(d.server->live, 1);
}

TEST(Housekeeping, TooManyWaitersFailAtOnce) {
  Options o = small(1);
  o.max_waiters = 1;
  FakePool pool({}, o);
  FakeSession s = pool.acquire();
  std::jthread waiter([&] { (void)pool.acquire(); });
  ASSERT_TRUE(soon([&] { return pool.snapshot().waiting == 1; }));
  const auto start = Clock::now();
  EXPECT_THROW((void)pool.acquire(), TimeoutError);
  EXPECT_LT(Clock::now() - start, 500ms);
  s.release();
}

//===----------------------------------------------------------------------===//
// Slow regions
//===----------------------------------------------------------------------===//

TEST(SlowRegions, AreReportedWhenASessionIsHeld) {
  Events events;
  Options o = small(2);
  events.into(o);
  FakePool pool({}, o);
  {
    const SlowRegion slow("waits for the printer");
  }
  EXPECT_EQ(events.count(Event::slow), 0U) << "nothing is held";
  FakeSession s = pool.acquire();
  {
    const SlowRegion slow("waits for the printer");
    EXPECT_EQ(events.count(Event::slow), 1U);
    EXPECT_EQ(pool.leases().at(0).doing, "waits for the printer");
    {
      const SlowRegion inner("waits for paper");
      EXPECT_EQ(pool.leases().at(0).doing, "waits for paper");
    }
    EXPECT_EQ(pool.leases().at(0).doing, "waits for the printer");
    s.release();
  }
  const std::string message = events.first(Event::slow);
  EXPECT_NE(message.find("waits for the printer while this thread holds"), std::string::npos)
      << message;
  EXPECT_NE(message.find("DiagnosisTest.cpp"), std::string::npos) << message;
  const std::size_t before = events.count(Event::slow);
  const SlowRegion slow("waits");
  EXPECT_EQ(events.count(Event::slow), before) << "given back in time";
}

TEST(SlowRegions, AnotherThreadsSessionsAreItsOwn) {
  Events events;
  Options o = small(1);
  events.into(o);
  FakePool pool({}, o);
  FakeSession s = pool.acquire();
  std::jthread([] { const SlowRegion slow("sleeps"); }).join();
  EXPECT_EQ(events.count(Event::slow), 0U);
}

TEST(SlowRegions, MayBeRefusedOrIgnored) {
  Options o = small(1);
  o.slow_regions = SlowRegions::fail;
  FakePool strict({}, o);
  FakeSession s = strict.acquire();
  EXPECT_THROW(const SlowRegion slow("uploads"), SlowRegionError);
  EXPECT_EQ(strict.leases().at(0).doing, "");
  s.release();
  EXPECT_NO_THROW(const SlowRegion slow("uploads"));

  Events events;
  o.slow_regions = SlowRegions::ignore;
  events.into(o);
  FakePool relaxed({}, o);
  FakeSession t = relaxed.acquire();
  EXPECT_NO_THROW(const SlowRegion slow("uploads"));
  EXPECT_EQ(events.count(Event::slow), 0U);
}

} // namespace
} // namespace leasehold::test
