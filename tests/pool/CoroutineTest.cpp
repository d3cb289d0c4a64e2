// CoroutineTest.cpp: acquires that wait without a thread.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Support.h"
#include <condition_variable>
#include <deque>
#include <functional>
#include <gtest/gtest.h>

namespace leasehold::test {
namespace {

/// A coroutine that starts at once and is destroyed with this object.
class Job {
public:
  struct promise_type {
    std::exception_ptr error;
    std::atomic<bool> finished{false};
    Job get_return_object() {
      return Job(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_never initial_suspend() noexcept { return {}; }
    auto final_suspend() noexcept {
      struct Finish {
        bool await_ready() noexcept { return false; }
        void await_suspend(std::coroutine_handle<promise_type> h) noexcept {
          h.promise().finished = true;
        }
        void await_resume() noexcept {}
      };
      return Finish{};
    }
    void return_void() {}
    void unhandled_exception() { error = std::current_exception(); }
  };
  Job(Job &&other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Job &operator=(Job &&) = delete;
  ~Job() {
    if (handle_)
      handle_.destroy();
  }
  [[nodiscard]] bool finished() const { return handle_.promise().finished; }
  void rethrow() const {
    if (handle_.promise().error)
      std::rethrow_exception(handle_.promise().error);
  }

private:
  explicit Job(std::coroutine_handle<promise_type> h) : handle_(h) {}
  std::coroutine_handle<promise_type> handle_;
};

/// One thread, or the test itself, that runs what is posted.
class Loop {
public:
  void post(std::function<void()> f) {
    const std::scoped_lock lock(mutex_);
    all_.push_back(std::move(f));
    changed_.notify_one();
  }
  std::size_t waiting() {
    const std::scoped_lock lock(mutex_);
    return all_.size();
  }
  /// Runs what is there or comes until `done`; gives up after two seconds.
  template <class F> bool until(F done) {
    const auto end = Clock::now() + 2s;
    while (!done()) {
      std::unique_lock lock(mutex_);
      if (!changed_.wait_until(lock, std::min(end, Clock::now() + 5ms),
                               [&] { return !all_.empty(); })) {
        if (Clock::now() >= end)
          return false;
        continue;
      }
      std::function<void()> f = std::move(all_.front());
      all_.pop_front();
      lock.unlock();
      f();
    }
    return true;
  }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> all_;
};

Job use(FakePool &pool, Loop &loop, int &number, std::stop_token stop = {}) {
  FakeSession s = co_await pool.acquire(loop, std::move(stop));
  number = s->number;
}

Job hold(FakePool &pool, Loop &loop, FakeSession &into) { into = co_await pool.acquire(loop); }

TEST(Coroutines, ConnectElsewhereAndGoOnAtTheExecutor) {
  FakeDriver d;
  d.server->connect_ms = 20;
  FakePool pool(d, small(1));
  Loop loop;
  int number = 0;
  Job job = use(pool, loop, number);
  EXPECT_FALSE(job.finished()) << "connecting is not this thread's work";
  ASSERT_TRUE(loop.until([&] { return job.finished(); }));
  EXPECT_NO_THROW(job.rethrow());
  EXPECT_EQ(number, 1);
  EXPECT_EQ(pool.snapshot().checked_in, 1U);

  Job next = use(pool, loop, number);
  EXPECT_TRUE(next.finished()) << "what is idle is had at once";
  EXPECT_EQ(number, 1);
}

TEST(Coroutines, WaitInTheSameQueueAsThreads) {
  FakePool pool({}, small(1));
  Loop loop;
  FakeSession s = pool.acquire();
  int first = 0;
  int second = 0;
  std::atomic<bool> served{false};
  Job a = use(pool, loop, first);
  std::jthread thread([&] {
    FakeSession mine = pool.acquire();
    served = true;
  });
  ASSERT_TRUE(soon([&] { return pool.snapshot().waiting == 2; }));
  Job b = use(pool, loop, second);
  EXPECT_EQ(pool.snapshot().waiting, 3U);
  s.release();
  EXPECT_EQ(pool.snapshot().waiting, 2U) << "the first has it";
  std::this_thread::sleep_for(10ms);
  EXPECT_FALSE(served);
  ASSERT_TRUE(loop.until([&] { return a.finished() && b.finished(); }));
  EXPECT_EQ(first, 1);
  EXPECT_EQ(second, 1);
  thread.join();
  EXPECT_EQ(pool.snapshot().checked_out, 0U);
}

TEST(Coroutines, TimeOutAndSayWhoHoldsTheSessions) {
  Options o = small(1);
  o.pool_timeout = 30ms;
  FakePool pool({}, o);
  Loop loop;
  FakeSession s;
  Job holder = hold(pool, loop, s);
  ASSERT_TRUE(loop.until([&] { return holder.finished(); }));
  int number = 0;
  const auto start = Clock::now();
  Job job = use(pool, loop, number);
  ASSERT_TRUE(loop.until([&] { return job.finished(); }));
  EXPECT_GE(Clock::now() - start, 30ms);
  try {
    job.rethrow();
    FAIL();
  } catch (const TimeoutError &e) {
    EXPECT_NE(std::string(e.what()).find("CoroutineTest.cpp"), std::string::npos) << e.what();
    EXPECT_NE(std::string(e.what()).find("a coroutine"), std::string::npos) << e.what();
  }
  EXPECT_EQ(pool.snapshot().timeouts, 1U);
  EXPECT_EQ(pool.snapshot().waiting, 0U);
}

TEST(Coroutines, AreCancelled) {
  FakePool pool({}, small(1));
  Loop loop;
  FakeSession s = pool.acquire();
  std::stop_source stop;
  int number = 0;
  Job job = use(pool, loop, number, stop.get_token());
  EXPECT_EQ(pool.snapshot().waiting, 1U);
  stop.request_stop();
  ASSERT_TRUE(loop.until([&] { return job.finished(); }));
  EXPECT_THROW(job.rethrow(), CancelledError);
  EXPECT_EQ(pool.snapshot().waiting, 0U);
}

TEST(Coroutines, AreToldThatThePoolIsClosed) {
  FakePool pool({}, small(1));
  Loop loop;
  FakeSession s = pool.acquire();
  int number = 0;
  Job waiting = use(pool, loop, number);
  (void)pool.close();
  ASSERT_TRUE(loop.until([&] { return waiting.finished(); }));
  EXPECT_THROW(waiting.rethrow(), ClosedError);
  Job late = use(pool, loop, number);
  EXPECT_TRUE(late.finished());
  EXPECT_THROW(late.rethrow(), ClosedError);
}

TEST(Coroutines, AFailedConnectIsThrownAndServesTheNext) {
  FakeDriver d;
  d.server->connect_ms = 50;
  d.server->refuses = true;
  FakePool pool(d, small(1));
  Loop loop;
  int number = 0;
  Job first = use(pool, loop, number);
  Job second = use(pool, loop, number);
  d.server->refuses = false; // the first has asked before, or has not: the second is served
  ASSERT_TRUE(loop.until([&] { return first.finished() && second.finished(); }));
  EXPECT_NO_THROW(second.rethrow());
  EXPECT_EQ(pool.snapshot().checked_out, 0U);
}

// A coroutine that is destroyed while it waits, while its connection is opened, and when it has
// been served but has not gone on: P6. Broken on purpose once by leaving out Pending::abandon(): in
// the first case the pool called a coroutine that was no more (AddressSanitizer), in the others
// the session was never given back.
TEST(Coroutines, P06DestroyedOnesLoseNoSession) {
  FakeDriver d;
  FakePool pool(d, small(1));
  Loop loop;
  int number = 0;
  {
    FakeSession s = pool.acquire();
    Job waiting = use(pool, loop, number);
    EXPECT_EQ(pool.snapshot().waiting, 1U);
  }
  EXPECT_EQ(pool.snapshot().waiting, 0U);
  EXPECT_EQ(pool.snapshot().checked_in, 1U);
  {
    FakeSession s = pool.acquire();
    Job served = use(pool, loop, number);
    s.release();
    EXPECT_EQ(loop.waiting(), 1U) << "to go on";
    EXPECT_EQ(pool.snapshot().checked_out, 1U);
  }
  EXPECT_EQ(pool.snapshot().checked_out, 0U);
  ASSERT_TRUE(loop.until([&] { return loop.waiting() == 0; })) << "what was posted does nothing";
  pool.invalidate();
  d.server->connect_ms = 30;
  {
    Job connecting = use(pool, loop, number);
    EXPECT_EQ(pool.snapshot().checked_in, 0U);
  }
  EXPECT_TRUE(soon([&] { return pool.snapshot().checked_in == 1; }));
  EXPECT_EQ(number, 0);
}

TEST(Coroutines, AnyExecutor) {
  FakePool pool({}, small(1));
  (void)pool.acquire();
  auto in_place = [](auto f) { f(); };
  auto by = [&](auto executor) -> Job {
    FakeSession s = co_await pool.acquire(executor);
    EXPECT_TRUE(s);
  };
  struct Execute {
    void execute(const std::function<void()> &f) const { f(); }
  };
  struct Submit {
    void submit(const std::function<void()> &f) const { f(); }
  };
  FakeSession held = pool.acquire();
  Job a = by(in_place);
  Job b = by(Execute{});
  Job c = by(Submit{});
  Job d = by([](const std::function<void()> & /*f*/) { throw std::bad_alloc(); });
  EXPECT_FALSE(a.finished() || b.finished() || c.finished() || d.finished());
  held.release();
  EXPECT_TRUE(a.finished() && b.finished() && c.finished());
  EXPECT_TRUE(d.finished()) << "an executor that fails loses nobody";
}

// Many coroutines on two threads over few sessions, with time-outs and cancellations; under
// ThreadSanitizer and AddressSanitizer, too.
TEST(Coroutines, ManyOfThem) {
  FakeDriver d;
  FakePool pool(d, small(2, 1));
  Loop loop;
  std::atomic<int> served{0};
  std::atomic<int> gave_up{0};
  std::stop_source stop;
  auto one = [&](int i) -> Job {
    // Not in the co_await: GCC 12 destroys what a conditional makes there twice.
    const std::stop_token token = i % 3 == 0 ? stop.get_token() : std::stop_token();
    try {
      FakeSession s = co_await pool.acquire(loop, std::chrono::milliseconds(1 + i % 50), token);
      if (i % 13 == 0)
        s->seen_broken = true;
      ++s->touched;
      ++served;
    } catch (const Error &) {
      ++gave_up;
    }
  };
  std::vector<Job> jobs;
  jobs.reserve(400);
  std::jthread threads([&](const std::stop_token &ended) {
    while (!ended.stop_requested())
      try {
        FakeSession s = pool.acquire(5ms);
        std::this_thread::sleep_for(200us);
      } catch (const Error &) { // NOLINT(bugprone-empty-catch): late, or too late to connect
      }
  });
  for (int i = 0; i < 400; ++i) {
    jobs.push_back(one(i));
    if (i % 10 == 0) {
      ASSERT_TRUE(loop.until([&] { return loop.waiting() == 0; }));
    }
  }
  stop.request_stop();
  ASSERT_TRUE(loop.until([&] { return served + gave_up == 400; }));
  ASSERT_TRUE(loop.until(
      [&] { return std::ranges::all_of(jobs, [](const Job &j) { return j.finished(); }); }));
  threads.request_stop();
  threads.join();
  EXPECT_GT(served, 0);
  EXPECT_TRUE(soon([&] { return pool.snapshot().checked_out + pool.snapshot().connecting == 0; }));
  EXPECT_EQ(pool.snapshot().waiting, 0U);
}

TEST(Coroutines, PoolsGoWhileTheyWait) {
  for (int round = 0; round < 50; ++round) {
    FakeDriver d;
    d.server->connect_ms = round % 3;
    Loop loop;
    int number = 0;
    std::vector<Job> jobs;
    {
      FakePool pool(d, small(1));
      for (int i = 0; i < 3; ++i)
        jobs.push_back(use(pool, loop, number));
    }
    ASSERT_TRUE(loop.until(
        [&] { return std::ranges::all_of(jobs, [](const Job &j) { return j.finished(); }); }));
    ASSERT_TRUE(soon([&] { return d.server->live == 0; }));
  }
}

} // namespace
} // namespace leasehold::test
