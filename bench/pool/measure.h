// measure.h: how a pool is measured. Rows are named <pool>/<shape>/<threads>:
//   uncontended  eight connections; nanoseconds per acquire and give-back of a thread
//   contended    half as many connections as threads; the same
//   wait         as contended, but a session is kept busy for 20 us; how long acquiring takes
//   wait-sleep   the same with a holder that sleeps for 1 ms, as one does that waits for a server
//   memory       bytes of heap that the pool takes per session, without the connection
// With T threads that make N pairs each within W, a row says W / N.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_BENCH_MEASURE_H
#define LEASEHOLD_BENCH_MEASURE_H

#include <atomic>
#include <benchmark/benchmark.h>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace leasehold::bench {

using Clock = std::chrono::steady_clock;

// A pool is a class with
//   explicit P(std::size_t connections);      all of them open
//   template <class F> void with(std::size_t thread, F held);   acquires, calls held(), gives back
//   static std::shared_ptr<void> bare();      optional: one connection without the pool

/// Which rows a pool has: one that fails instead of waiting has no contended ones.
enum Shapes : unsigned { uncontended = 1, contended = 2, memory = 4, all = 7 };

/// Does the command line ask for this row?
bool wanted(const std::string &row);

/// Runs `work(thread)` in so many threads, which start together once each has done
/// `prepare(thread)`. Returns how long it takes until the last is done.
template <class Prepare, class Work>
std::chrono::duration<double> together(unsigned threads, Prepare prepare, Work work) {
  std::atomic<unsigned> ready{0};
  std::atomic<bool> go{false};
  auto run = [&](std::size_t thread) {
    // On this thread's stack: what lies on the other's shares lines with what it writes.
    Work own = work;
    prepare(thread);
    ++ready;
    while (!go.load(std::memory_order_acquire))
      std::this_thread::yield();
    own(thread);
  };
  std::vector<std::thread> others;
  for (unsigned t = 1; t < threads; ++t)
    others.emplace_back(run, t);
  prepare(0);
  while (ready != threads - 1)
    std::this_thread::yield();
  const auto start = Clock::now();
  go.store(true, std::memory_order_release);
  work(0);
  for (std::thread &t : others)
    t.join();
  return Clock::now() - start;
}

/// What each thread waited, and how many leases there were before the first thread was done: what
/// comes after is a thread alone.
class Queueing {
public:
  Queueing(unsigned threads, std::uint64_t each) : samples_(threads) {
    for (auto &s : samples_)
      s.reserve(each);
  }
  template <class P> void run(P &pool, std::size_t thread, std::uint64_t n, void (*hold)()) {
    for (std::uint64_t i = 0; i < n; ++i) {
      // Who starved until the others were done counts, with all of that time.
      const bool counts = !over_.load(std::memory_order_relaxed);
      const auto asked = Clock::now();
      Clock::time_point got;
      pool.with(thread, [&] {
        got = Clock::now();
        hold();
      });
      if (counts)
        samples_[thread].push_back(
            std::chrono::duration_cast<std::chrono::nanoseconds>(got - asked).count());
    }
    if (!over_.exchange(true))
      end_ = Clock::now();
  }
  /// By the thread that starts the others.
  void begin(std::size_t thread) {
    if (thread == 0)
      start_ = Clock::now();
  }
  void report(benchmark::State &state) const;

private:
  std::vector<std::vector<std::int64_t>> samples_;
  std::atomic<bool> over_{false};
  Clock::time_point start_, end_;
};

void keep_busy(); ///< for 20 us
void sleep();     ///< for 1 ms

/// Bytes of heap in use. Zero where the C library does not tell.
std::size_t heap() noexcept;

/// Adds the row unless the command line leaves it out.
benchmark::internal::Benchmark *add(const std::string &row,
                                    std::function<void(benchmark::State &)> body);

/// A pool in lines of the cache of its own: on the stack of the thread that starts the others, what
/// they read would lie beside what it writes.
template <class P> struct alignas(128) Apart {
  P pool;
  explicit Apart(std::size_t n) : pool(n) {}
};

template <class P> void add_pairs(const std::string &row, unsigned threads, std::size_t n) {
  if (!wanted(row))
    return;
  add(row, [=](benchmark::State &state) {
    while (state.KeepRunningBatch(state.max_iterations)) {
      const auto apart = std::make_unique<Apart<P>>(n);
      P &pool = apart->pool;
      auto pairs = [&](std::uint64_t count) {
        return [&pool, count](std::size_t thread) {
          for (std::uint64_t i = 0; i < count; ++i)
            pool.with(thread, [] {});
        };
      };
      const auto count = static_cast<std::uint64_t>(state.max_iterations);
      state.SetIterationTime(together(threads, pairs(100), pairs(count)).count());
    }
  });
}

template <class P>
void add_waits(const std::string &row, unsigned threads, std::size_t n, void (*hold)()) {
  if (!wanted(row))
    return;
  add(row, [=](benchmark::State &state) {
    while (state.KeepRunningBatch(state.max_iterations)) {
      const auto apart = std::make_unique<Apart<P>>(n);
      P &pool = apart->pool;
      const auto count = static_cast<std::uint64_t>(state.max_iterations);
      Queueing queueing(threads, count);
      const auto time = together(
          threads,
          [&](std::size_t thread) {
            pool.with(thread, [] {});
            queueing.begin(thread);
          },
          [&](std::size_t thread) { queueing.run(pool, thread, count, hold); });
      state.SetIterationTime(time.count());
      queueing.report(state);
    }
  })->MinTime(1);
}

template <class P> void add_memory(const std::string &row) {
  if (!wanted(row))
    return;
  add(row, [](benchmark::State &state) {
    constexpr std::size_t n = 1000; // much, beside what the heap keeps for itself
    {
      P first(1); // what a library makes once
      benchmark::DoNotOptimize(&first);
    }
    for (auto step : state) {
      (void)step;
      std::size_t bare = 0;
      if constexpr (requires { P::bare(); }) {
        const std::size_t before = heap();
        std::vector<decltype(P::bare())> connections;
        for (std::size_t i = 0; i < n; ++i)
          connections.push_back(P::bare());
        bare = heap() - before - connections.capacity() * sizeof(connections[0]);
      }
      const std::size_t before = heap();
      const auto start = Clock::now();
      const auto apart = std::make_unique<Apart<P>>(n);
      P &pool = apart->pool;
      state.SetIterationTime(std::chrono::duration<double>(Clock::now() - start).count() / n);
      benchmark::DoNotOptimize(&pool);
      state.counters["bytes"] =
          (static_cast<double>(heap() - before) - static_cast<double>(bare)) / n;
    }
  })->Iterations(1);
}

/// All rows of a pool.
template <class P> void measure(const std::string &pool, unsigned shapes = all) {
  for (const unsigned threads : {1U, 2U, 4U, 8U})
    if (shapes & uncontended)
      add_pairs<P>(pool + "/uncontended/" + std::to_string(threads), threads, 8);
  for (const unsigned threads : {2U, 4U, 8U}) {
    if (!(shapes & contended))
      break;
    add_pairs<P>(pool + "/contended/" + std::to_string(threads), threads, threads / 2);
    add_waits<P>(pool + "/wait/" + std::to_string(threads), threads, threads / 2, keep_busy);
    add_waits<P>(pool + "/wait-sleep/" + std::to_string(threads), threads, threads / 2, sleep);
  }
  if (shapes & memory)
    add_memory<P>(pool + "/memory/1");
}

// Each in its file, when its library is here.
void measure_ours();
void measure_soci();
void measure_poco();
void measure_poco_data();
void measure_zdb();
void measure_cppdb();
void measure_lockfree();

} // namespace leasehold::bench

#endif // LEASEHOLD_BENCH_MEASURE_H
