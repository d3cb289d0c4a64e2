// A lock-free queue of what is idle: alone, and behind a semaphore so that one can wait.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "measure.h"
#include <boost/lockfree/queue.hpp>
#include <semaphore>

namespace leasehold::bench {
namespace {

struct Queue {
  std::vector<int> connections;
  boost::lockfree::queue<int *> idle;
  explicit Queue(std::size_t n) : connections(n), idle(n) {
    for (int &c : connections)
      idle.push(&c);
  }
  template <class F> void with(std::size_t /*thread*/, F held) {
    int *c = nullptr;
    while (!idle.pop(c))
      std::this_thread::yield();
    benchmark::DoNotOptimize(c);
    held();
    idle.bounded_push(c);
  }
};

struct QueueAndSemaphore : Queue {
  std::counting_semaphore<> free;
  explicit QueueAndSemaphore(std::size_t n) : Queue(n), free(static_cast<std::ptrdiff_t>(n)) {}
  template <class F> void with(std::size_t thread, F held) {
    free.acquire();
    Queue::with(thread, held);
    free.release();
  }
};

} // namespace

void measure_lockfree() {
  measure<Queue>("lockfree", uncontended | memory);
  measure<QueueAndSemaphore>("lockfree-semaphore");
}

} // namespace leasehold::bench
