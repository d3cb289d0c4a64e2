// The hold profile: per place that acquires.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Support.h"
#include "hold_records.h"
#include "leasehold/hold_file.h"
#include "leasehold/slow_region.h"
#include <csignal>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <unistd.h>

namespace leasehold::test {
namespace {

namespace fs = std::filesystem;

Options profiled(std::size_t size = 2) {
  Options o = small(size);
  o.hold_profile = true;
  return o;
}

/// The only site, or the one of the function that has this in its name.
SiteHolds site(const FakePool &pool, const std::string &function = "") {
  std::vector<SiteHolds> all = pool.holds().sites;
  std::erase_if(all,
                [&](const SiteHolds &s) { return s.function.find(function) == std::string::npos; });
  EXPECT_EQ(all.size(), 1U);
  return all.empty() ? SiteHolds() : all.front();
}

void held_for(FakePool &pool, std::chrono::milliseconds time) {
  const auto s = pool.acquire();
  std::this_thread::sleep_for(time);
}

TEST(Holds, ALeaseCountsWhereItWasAcquired) {
  FakePool pool(FakeDriver{}, profiled());
  for (int i = 0; i < 3; ++i)
    held_for(pool, 0ms);
  held_for(pool, 60ms);
  {
    const auto other = pool.acquire();
  }
  const auto out = pool.acquire(); // is not back yet
  ASSERT_EQ(pool.holds().sites.size(), 2U);
  const SiteHolds s = site(pool, "held_for");
  EXPECT_TRUE(s.file.ends_with("HoldsTest.cpp"));
  EXPECT_GT(s.line, 0U);
  EXPECT_EQ(s.count, 4U);
  EXPECT_EQ(s.hold.count, 4U);
  EXPECT_GE(s.hold.max, 50ms);
  EXPECT_GE(s.hold.percentile(99), 50ms);
  EXPECT_LT(s.hold.percentile(50), 50ms);
  EXPECT_EQ(pool.holds().pool, "pool");
  EXPECT_GT(pool.holds().resolution.count(), 0);
}

TEST(Holds, NothingIsRecordedUnasked) {
  FakePool pool(FakeDriver{}, small());
  held_for(pool, 0ms);
  EXPECT_TRUE(pool.holds().sites.empty());
  EXPECT_THROW(HoldFile("x.json", pool), ConfigurationError);
  Options o = profiled();
  o.stamps = false;
  EXPECT_THROW(o.validate(), ConfigurationError);
}

TEST(Holds, WaitsAndTimeoutsCountForWhoWaits) {
  FakePool pool(FakeDriver{}, profiled(1));
  held_for(pool, 0ms); // connects
  {
    const auto s = pool.acquire();
    EXPECT_THROW((void)pool.acquire(20ms), TimeoutError);
  }
  std::thread holder;
  {
    auto s = pool.acquire();
    holder = std::thread([&] { held_for(pool, 0ms); });
    std::this_thread::sleep_for(40ms);
  }
  holder.join();
  const SiteHolds s = site(pool, "held_for");
  EXPECT_EQ(s.count, 2U);
  EXPECT_EQ(s.wait.count, 2U) << "one connected, one waited";
  EXPECT_GE(s.wait.max, 20ms);
  std::uint64_t timeouts = 0;
  for (const SiteHolds &each : pool.holds().sites)
    timeouts += each.timeouts;
  EXPECT_EQ(timeouts, 1U);
}

TEST(Holds, WhoMayNotWaitIsATimeout) {
  Options o = profiled(1);
  o.max_waiters = 1;
  FakePool pool(FakeDriver{}, o);
  auto s = pool.acquire();
  std::thread waiter([&] { held_for(pool, 0ms); });
  EXPECT_TRUE(soon([&] { return pool.snapshot().waiting == 1; }));
  EXPECT_THROW(held_for(pool, 0ms), TimeoutError);
  s.release();
  waiter.join();
  EXPECT_EQ(site(pool, "held_for").timeouts, 1U);
}

TEST(Holds, TransactionsCountByTheirEnd) {
  FakeDriver driver;
  FakePool pool(driver, profiled(1));
  auto s = pool.acquire();
  s.begin().commit();
  s.begin().rollback();
  {
    const auto forgotten = s.begin();
  }
  try {
    const auto passed = s.begin();
    throw 1;
  } catch (int) {
  }
  s.release();
  const SiteHolds h = site(pool);
  EXPECT_EQ(h.committed, 1U);
  EXPECT_EQ(h.rolled_back, 2U);
  EXPECT_EQ(h.abandoned, 1U);
  EXPECT_EQ(h.commit_failed, 0U);
}

TEST(Holds, ACommitThatFailsIsNone) {
  FakeDriver driver;
  FakePool pool(driver, profiled(1));
  {
    auto s = pool.acquire();
    auto t = s.begin();
    driver.server->epoch = 1;
    EXPECT_THROW(t.commit(), SqlError);
  }
  EXPECT_EQ(site(pool).commit_failed, 1U);
  EXPECT_EQ(site(pool).committed, 0U);
}

void works_slowly(std::chrono::milliseconds time) {
  const SlowRegion outer("copies files");
  const SlowRegion inner("copies one file"); // does not count twice
  std::this_thread::sleep_for(time);
}

TEST(Holds, TimeInSlowRegionsIsThatOfWhoHolds) {
  FakePool pool(FakeDriver{}, profiled());
  works_slowly(10ms);
  {
    const auto s = pool.acquire();
    works_slowly(60ms);
    std::this_thread::sleep_for(30ms);
  }
  const SiteHolds h = site(pool);
  EXPECT_GE(h.slow, 50ms);
  EXPECT_LE(h.slow, h.hold.total);
}

TEST(Holds, OfASlowRegionOnlyWhileItIsHeld) {
  FakePool pool(FakeDriver{}, profiled());
  {
    const SlowRegion slow("copies files");
    std::this_thread::sleep_for(60ms);
    auto s = pool.acquire();
    std::this_thread::sleep_for(30ms);
    s.release();
    std::this_thread::sleep_for(200ms);
  }
  const SiteHolds h = site(pool);
  EXPECT_GE(h.slow, 20ms);
  EXPECT_LE(h.slow, h.hold.total);
}

TEST(Holds, LeaksCount) {
  Options o = profiled();
  o.leak_threshold = 10ms;
  FakePool pool(FakeDriver{}, o);
  const auto s = pool.acquire();
  std::this_thread::sleep_for(30ms);
  pool.report_leaks();
  EXPECT_EQ(site(pool).leaks, 1U);
  EXPECT_EQ(site(pool).count, 0U);
}

TEST(Holds, ManyThreadsAddUp) {
  FakePool pool(FakeDriver{}, profiled(3));
  std::vector<std::thread> all;
  for (int i = 0; i < 4; ++i)
    all.emplace_back([&] {
      for (int n = 0; n < 500; ++n)
        held_for(pool, 0ms);
    });
  for (int i = 0; i < 20; ++i)
    (void)pool.holds();
  for (std::thread &t : all)
    t.join();
  EXPECT_EQ(site(pool).count, 2000U);
}

/// Every bucket is where percentiles say it is.
TEST(Holds, BucketsAreAQuarterWide) {
  using detail::HoldCells;
  for (std::uint64_t us = 0; us < 100'000; ++us) {
    const std::uint64_t bound = HoldCells::bound(HoldCells::index(us));
    ASSERT_GT(bound, us);
    ASSERT_LE(bound, us + 1 + us / 4);
  }
  EXPECT_EQ(HoldCells::index(UINT64_MAX), HoldCells::size - 1);
}

TEST(Holds, HistogramsAddUp) {
  HoldHistogram a;
  HoldHistogram b;
  a.buckets = {{std::chrono::microseconds(2), 3}, {std::chrono::microseconds(8), 1}};
  a.count = 4;
  a.max = 7us;
  b.buckets = {{std::chrono::microseconds(4), 5}, {std::chrono::microseconds(8), 1}};
  b.count = 6;
  b.max = 5us;
  a.add(b);
  EXPECT_EQ(a.count, 10U);
  EXPECT_EQ(a.percentile(30), 2us);
  EXPECT_EQ(a.percentile(80), 4us);
  EXPECT_EQ(a.percentile(100), 7us);
  EXPECT_EQ(HoldHistogram().percentile(50), 0us);
}

struct Directory {
  const fs::path path = fs::temp_directory_path() / ("leasehold-holds-" + std::to_string(getpid()));
  Directory() { fs::create_directories(path); }
  ~Directory() { fs::remove_all(path); }
};

std::string text(const std::string &path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Holds, TheFileIsWrittenAtTheEndAndOnASignal) {
  const Directory d;
  FakePool pool(FakeDriver{}, profiled());
  held_for(pool, 0ms);
  const std::string path = d.path / "holds-%p.json";
  std::string written;
  {
    HoldFile file(path, pool);
    written = file.path();
    EXPECT_EQ(written, d.path / ("holds-" + std::to_string(getpid()) + ".json"));
    EXPECT_FALSE(fs::exists(written));
    file.write_on(SIGUSR2);
    ::kill(getpid(), SIGUSR2);
    ASSERT_TRUE(soon([&] { return fs::exists(written); }));
    EXPECT_NE(text(written).find("\"count\": 1"), std::string::npos);
    held_for(pool, 0ms);
  }
  EXPECT_NE(text(written).find("\"count\": 2"), std::string::npos);
  EXPECT_EQ(std::distance(fs::directory_iterator(d.path), {}), 1) << "nothing is left aside";
}

TEST(Holds, WhatCannotBeWrittenIsSaid) {
  FakePool pool(FakeDriver{}, profiled());
  const HoldFile file("/nonexistent/holds.json", pool);
  try {
    file.write();
    FAIL();
  } catch (const Error &e) {
    EXPECT_NE(std::string(e.what()).find("/nonexistent/holds.json: No such file"),
              std::string::npos)
        << e.what();
  }
}

} // namespace
} // namespace leasehold::test
