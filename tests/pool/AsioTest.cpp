// AsioTest.cpp: the pool in programs that live on Boost.Asio.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// Boost 1.74 looks for clang's coroutines of 2019.
#if defined(__clang__) && !defined(BOOST_ASIO_HAS_CO_AWAIT)
#define BOOST_ASIO_HAS_CO_AWAIT 1
#define BOOST_ASIO_HAS_STD_COROUTINE 1
#endif

#include "leasehold/asio.h"
#include "Support.h"
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

namespace leasehold::test {
namespace {

namespace asio = boost::asio;

TEST(Asio, ACallbackIsCalledLaterOnItsExecutor) {
  asio::io_context io;
  FakePool pool({}, small(1));
  (void)pool.acquire();
  int number = 0;
  async_acquire(pool, asio::bind_executor(io, [&](const std::exception_ptr &failed, FakeSession s) {
                  EXPECT_FALSE(failed);
                  number = s->number;
                }));
  EXPECT_EQ(number, 0) << "not from within the initiating function";
  io.run();
  EXPECT_EQ(number, 1);
  EXPECT_EQ(pool.snapshot().checked_in, 1U);
}

TEST(Asio, TheContextHasWorkWhileOneWaits) {
  asio::io_context io;
  FakePool pool({}, small(1));
  FakeSession held = pool.acquire();
  bool called = false;
  async_acquire(pool, asio::bind_executor(io, [&](const std::exception_ptr &failed, FakeSession s) {
                  called = !failed && s;
                }));
  std::jthread later([&] {
    std::this_thread::sleep_for(20ms);
    held.release();
  });
  io.run();
  EXPECT_TRUE(called);
}

TEST(Asio, AFuture) {
  FakePool pool({}, small(1));
  FakeSession s = async_acquire(pool, asio::use_future).get();
  EXPECT_TRUE(s);
  auto late = async_acquire(pool, 20ms, asio::use_future);
  EXPECT_THROW((void)late.get(), TimeoutError);
}

TEST(Asio, ADroppedHandlerLosesNoSession) {
  FakePool pool({}, small(1));
  {
    asio::io_context io;
    FakeSession held = pool.acquire();
    async_acquire(pool, asio::bind_executor(io, [](const std::exception_ptr & /*failed*/,
                                                   FakeSession /*s*/) { FAIL(); }));
    held.release();
    EXPECT_EQ(pool.snapshot().checked_out, 1U) << "on its way";
  }
  EXPECT_EQ(pool.snapshot().checked_out, 0U);
}

#ifdef BOOST_ASIO_HAS_CO_AWAIT

asio::awaitable<void> work(FakePool &pool, std::atomic<int> &served) {
  for (int i = 0; i < 20; ++i) {
    FakeSession s = co_await async_acquire(pool, asio::use_awaitable);
    ++s->touched;
    if (++s->users != 1)
      ADD_FAILURE() << "two holders";
    --s->users;
    s.release();
    ++served;
  }
}

TEST(Asio, AwaitablesOnManyThreads) {
  FakeDriver d;
  asio::thread_pool threads(3);
  FakePool pool(d, small(2));
  std::atomic<int> served{0};
  for (int i = 0; i < 20; ++i)
    asio::co_spawn(threads, work(pool, served), asio::detached);
  threads.join();
  EXPECT_EQ(served, 400);
  EXPECT_EQ(pool.snapshot().checked_out, 0U);
  EXPECT_LE(d.server->most, 2);
}

TEST(Asio, AnAwaitableThrowsWhatAcquireThrows) {
  asio::io_context io;
  FakePool pool({}, small(1));
  FakeSession held = pool.acquire();
  bool thrown = false;
  asio::co_spawn(
      io,
      [&]() -> asio::awaitable<void> {
        try {
          FakeSession s = co_await async_acquire(pool, 10ms, asio::use_awaitable);
        } catch (const TimeoutError &) {
          thrown = true;
        }
      },
      asio::detached);
  io.run();
  EXPECT_TRUE(thrown);
}

// The pool's own awaiter in somebody else's coroutine: any executor that runs functions.
TEST(Asio, AnExecutorOfAsioIsAnExecutor) {
  static_assert(detail::Executor<asio::io_context::executor_type>);
  static_assert(detail::Executor<asio::any_io_executor>);
}

#endif // BOOST_ASIO_HAS_CO_AWAIT

} // namespace
} // namespace leasehold::test
