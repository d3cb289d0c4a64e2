// Threads, forks, and time.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "registry.h"
#include <algorithm>
#include <ctime>
#include <pthread.h>
#include <random>
#include <thread>

#if defined(__linux__) && !defined(LEASEHOLD_SYNC_HEADER)
#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace leasehold::detail {

std::int64_t coarse_now() noexcept {
  timespec t{};
#ifdef CLOCK_MONOTONIC_COARSE
  clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
#else
  clock_gettime(CLOCK_MONOTONIC, &t);
#endif
  return static_cast<std::int64_t>(t.tv_sec) * 1'000'000'000 + t.tv_nsec;
}

std::int64_t coarse_resolution() noexcept {
  timespec t{};
#ifdef CLOCK_MONOTONIC_COARSE
  clock_getres(CLOCK_MONOTONIC_COARSE, &t);
#else
  clock_getres(CLOCK_MONOTONIC, &t);
#endif
  return static_cast<std::int64_t>(t.tv_sec) * 1'000'000'000 + t.tv_nsec;
}

#ifndef LEASEHOLD_SYNC_HEADER
#ifdef __linux__

// Debian 12's libc has no function of that name.
void sync::register_light_fences() noexcept {
  static const bool once = [] {
    // Sanitizers and emulators may not know the call; what they do not know they refuse.
    if (syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) == 0 &&
        syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0) == 0)
      light_fences_registered = true;
    return true;
  }();
  (void)once;
}

void sync::heavy_fence() noexcept {
  if (light_fences())
    (void)syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0);
}

#else

void sync::register_light_fences() noexcept {}
void sync::heavy_fence() noexcept {}

#endif
#endif

void Backoff::sleep() {
  thread_local std::minstd_rand random(static_cast<unsigned>(this_thread().id));
  std::this_thread::sleep_for(
      std::chrono::microseconds(random() % static_cast<std::uint64_t>(most_.count())));
  most_ = std::min(2 * most_, std::chrono::microseconds(256'000));
}

Registry &registry() {
  static auto *r = new Registry;
  return *r;
}

namespace {

struct ThreadSlot {
  ThreadRecord *record;
  ThreadSlot() {
    Registry &r = registry();
    const std::scoped_lock lock(r.mutex);
    if (r.unused.empty()) {
      r.records.emplace_back();
      record = &r.records.back();
    } else {
      record = r.unused.back();
      r.unused.pop_back();
    }
    record->id = ++r.threads;
    record->pool = 0;
  }
  ~ThreadSlot() {
    Registry &r = registry();
    const std::scoped_lock lock(r.mutex);
    r.unused.push_back(record);
    my_record = nullptr;
  }
  ThreadSlot(const ThreadSlot &) = delete;
  ThreadSlot &operator=(const ThreadSlot &) = delete;
};

} // namespace

ThreadRecord &register_thread() {
  thread_local const ThreadSlot slot;
  my_record = slot.record;
  return *slot.record;
}

Lifeline &take_lifeline() {
  Registry &r = registry();
  const std::scoped_lock lock(r.mutex);
  if (r.lifelines.empty()) {
    r.lifelines.reserve(r.all_lifelines.size() + 1); // giving it back must not throw
    return r.all_lifelines.emplace_back();
  }
  Lifeline &life = *r.lifelines.back();
  r.lifelines.pop_back();
  return life;
}

// A child has the parent's sockets and none of its threads: its pools are closed for it.
void watch_forks() {
  static const int once =
      pthread_atfork([] { registry().mutex.lock(); }, [] { registry().mutex.unlock(); },
                     [] {
                       for (Core *core : registry().cores)
                         core->forked();
                       registry().mutex.unlock();
                     });
  (void)once;
}

} // namespace leasehold::detail
