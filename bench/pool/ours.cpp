// Ours, what bounds it from below, and what most programs write themselves.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "leasehold/pool.h"
#include "measure.h"
#include <condition_variable>
#include <mutex>

namespace leasehold::bench {
namespace {

/// A database without I/O: what is left is the pool.
struct NoDatabase {
  struct connection {
    bool open = false;
  };
  connection open(Deadline /*until*/) { return {}; }
  bool ping(connection & /*c*/, Deadline /*until*/) { return true; }
  bool broken(const connection & /*c*/) noexcept { return false; }
  bool in_transaction(const connection &c) noexcept { return c.open; }
  void begin(connection &c) { c.open = true; }
  void commit(connection &c) { c.open = false; }
  void rollback(connection &c) { c.open = false; }
};

enum class Notes {
  counters, ///< call sites and the nested check, too, but no clock
  stamps,   ///< the defaults
  profile   ///< and the hold profile
};

template <Notes Kept> struct Ours {
  Pool<NoDatabase> pool;
  static Options options(std::size_t n) {
    Options o;
    o.pool_size = n;
    o.max_overflow = 0;
    o.hold_profile = Kept == Notes::profile;
    if (Kept == Notes::counters) {
      o.stamps = o.pre_ping = false;
      o.pool_recycle = std::chrono::milliseconds(0);
    }
    return o;
  }
  explicit Ours(std::size_t n) : pool(NoDatabase(), options(n)) {
    std::vector<Session<NoDatabase>> open;
    for (std::size_t i = 0; i < n; ++i)
      open.push_back(pool.acquire());
  }
  template <class F> void with(std::size_t /*thread*/, F held) {
    auto session = pool.acquire();
    benchmark::DoNotOptimize(&*session);
    held();
  }
};

/// One compare-and-swap and one store on memory of the thread's own: less is not possible.
struct Floor {
  struct alignas(64) Slot {
    std::atomic<unsigned> state{0};
  };
  std::vector<Slot> slots;
  explicit Floor(std::size_t n) : slots(n) {}
  template <class F> void with(std::size_t thread, F held) {
    Slot &s = slots[thread % slots.size()];
    unsigned expected = 0;
    s.state.compare_exchange_strong(expected, 1, std::memory_order_acquire);
    benchmark::DoNotOptimize(expected);
    held();
    s.state.store(0, std::memory_order_release);
  }
};

struct MutexCondvar {
  std::mutex mutex;
  std::condition_variable returned;
  std::vector<NoDatabase::connection *> idle;
  std::vector<NoDatabase::connection> all;
  explicit MutexCondvar(std::size_t n) : all(n) {
    for (auto &c : all)
      idle.push_back(&c);
  }
  template <class F> void with(std::size_t /*thread*/, F held) {
    std::unique_lock lock(mutex);
    returned.wait(lock, [&] { return !idle.empty(); });
    NoDatabase::connection *c = idle.back();
    idle.pop_back();
    lock.unlock();
    benchmark::DoNotOptimize(c);
    held();
    lock.lock();
    idle.push_back(c);
    lock.unlock();
    returned.notify_one();
  }
};

} // namespace

void measure_ours() {
  measure<Floor>("floor", uncontended);
  measure<Ours<Notes::counters>>("leasehold");
  measure<Ours<Notes::stamps>>("leasehold-stamped");
  measure<Ours<Notes::profile>>("leasehold-profiled");
  measure<MutexCondvar>("mutex");
}

} // namespace leasehold::bench
