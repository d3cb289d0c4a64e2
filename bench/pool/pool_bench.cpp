// What acquiring and giving back costs, in nanoseconds per pair and thread. Rows are named
// <pool>/<shape>/<threads>: uncontended has eight connections, contended half as many as threads.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "leasehold/pool.h"
#include <atomic>
#include <benchmark/benchmark.h>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

namespace {

/// A database without I/O: what is left is the pool.
struct NoDatabase {
  struct connection {
    bool open = false;
  };
  connection open(leasehold::Deadline /*until*/) { return {}; }
  bool ping(connection & /*c*/, leasehold::Deadline /*until*/) { return true; }
  bool broken(const connection & /*c*/) noexcept { return false; }
  bool in_transaction(const connection &c) noexcept { return c.open; }
  void begin(connection &c) { c.open = true; }
  void commit(connection &c) { c.open = false; }
  void rollback(connection &c) { c.open = false; }
};

/// One compare-and-swap and one store on memory of the thread's own: less is not possible.
struct Floor {
  struct alignas(64) Slot {
    std::atomic<unsigned> state{0};
  };
  std::vector<Slot> slots;
  explicit Floor(std::size_t n) : slots(n) {}
  void pair(std::size_t thread) {
    Slot &s = slots[thread % slots.size()];
    unsigned expected = 0;
    s.state.compare_exchange_strong(expected, 1, std::memory_order_acquire);
    benchmark::DoNotOptimize(expected);
    s.state.store(0, std::memory_order_release);
  }
};

struct Leasehold {
  leasehold::Pool<NoDatabase> pool;
  static leasehold::Options options(std::size_t n) {
    leasehold::Options o;
    o.pool_size = n;
    o.max_overflow = 0;
    return o;
  }
  explicit Leasehold(std::size_t n) : pool(NoDatabase(), options(n)) {}
  void pair(std::size_t /*thread*/) {
    auto session = pool.acquire();
    benchmark::DoNotOptimize(&*session);
  }
};

/// What most programs write themselves.
struct MutexCondvar {
  std::mutex mutex;
  std::condition_variable returned;
  std::vector<NoDatabase::connection *> idle;
  std::vector<NoDatabase::connection> all;
  explicit MutexCondvar(std::size_t n) : all(n) {
    for (auto &c : all)
      idle.push_back(&c);
  }
  void pair(std::size_t /*thread*/) {
    std::unique_lock lock(mutex);
    returned.wait(lock, [&] { return !idle.empty(); });
    NoDatabase::connection *c = idle.back();
    idle.pop_back();
    lock.unlock();
    benchmark::DoNotOptimize(c);
    lock.lock();
    idle.push_back(c);
    lock.unlock();
    returned.notify_one();
  }
};

template <class P> void shape(const std::string &name, bool contended) {
  for (const int threads : {1, 2, 4, 8}) {
    if (contended && threads == 1)
      continue;
    const std::size_t n = contended ? static_cast<std::size_t>(threads) / 2 : 8;
    auto pool = std::make_shared<P>(n);
    benchmark::RegisterBenchmark(
        (name + (contended ? "/contended/" : "/uncontended/") + std::to_string(threads)).c_str(),
        [pool](benchmark::State &state) {
          const auto thread = static_cast<std::size_t>(state.thread_index());
          for (auto step : state) {
            (void)step;
            pool->pair(thread);
          }
        })
        ->Threads(threads)
        ->UseRealTime();
  }
}

} // namespace

int main(int argc, char **argv) {
  shape<Floor>("floor", false);
  for (const bool contended : {false, true}) {
    shape<Leasehold>("leasehold-stamped", contended);
    shape<MutexCondvar>("mutex", contended);
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
