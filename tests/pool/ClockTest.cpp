// ClockTest.cpp: the wall clock steps, and the pool's time goes on.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// This program's clock_gettime() is its own: the wall clock says what the test wants. Sanitizers
// have one of their own, so they go without. Broken on purpose once by taking system_clock for the
// pool's clock: with the clock set back, acquire did not return.

#include "Support.h"
#include <ctime>
#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
#define LEASEHOLD_SANITIZED
#endif
#endif
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
#define LEASEHOLD_SANITIZED
#endif

#ifndef LEASEHOLD_SANITIZED

static std::atomic<long> step{0}; ///< seconds

extern "C" int clock_gettime(clockid_t clock, timespec *t) noexcept {
  const auto result = static_cast<int>(syscall(SYS_clock_gettime, clock, t));
  if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)
    t->tv_sec += step.load();
  return result;
}

namespace leasehold::test {
namespace {

TEST(Clock, StepsOfTheWallClockChangeNoTimeout) {
  const auto wall = std::chrono::system_clock::now();
  step = 7200;
  ASSERT_GE(std::chrono::system_clock::now() - wall, 1h) << "the step is seen";
  step = 0;
  FakePool pool({}, small(1));
  FakeSession held = pool.acquire();
  for (const long by : {86'400L, -86'400L}) {
    std::jthread stepper([&] {
      std::this_thread::sleep_for(20ms);
      step = by;
    });
    const auto start = std::chrono::steady_clock::now();
    EXPECT_THROW((void)pool.acquire(100ms), TimeoutError);
    EXPECT_GE(std::chrono::steady_clock::now() - start, 90ms);
    EXPECT_LT(std::chrono::steady_clock::now() - start, 2s);
    stepper.join();
    EXPECT_LT(pool.leases().at(0).age, 10s);
    step = 0;
  }
}

} // namespace
} // namespace leasehold::test

#endif // LEASEHOLD_SANITIZED
