// leasehold/detail/sync.h: the words in which threads of a pool talk to each other.
//
// Those of the standard library. The tests compile the pool a second time with words of their own
// (LEASEHOLD_SYNC_HEADER), behind which a scheduler tries all interleavings.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_DETAIL_SYNC_H
#define LEASEHOLD_DETAIL_SYNC_H

#ifdef LEASEHOLD_SYNC_HEADER
#include LEASEHOLD_SYNC_HEADER
#else

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>
#include <thread>

namespace leasehold::detail::sync {

using std::atomic;
using std::condition_variable;
using std::mutex;
using std::stop_callback;
using std::this_thread::yield;

/// A moment, for who looks at a word again and again.
inline void pause() noexcept {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__) || defined(__arm__)
  asm volatile("yield");
#endif
}
/// For what depends on how fast one thing follows another; stands still where a scheduler tries all
/// interleavings.
inline std::chrono::steady_clock::time_point now() noexcept {
  return std::chrono::steady_clock::now();
}
/// After so many sessions that came back while nobody waited a pool is not crowded any more. Each
/// took the mutex, which together costs about as much as a heavy fence.
inline constexpr std::uint32_t crowd_over = 256;
/// Does it help to look again before sleeping? Not where a scheduler tries all interleavings.
inline bool spinning_helps() noexcept {
  static const bool helps = std::thread::hardware_concurrency() > 1;
  return helps;
}

/// Asymmetric fences. Two threads each write a word, and then read the other's. If one calls
/// light_fence() in between and the other heavy_fence(), at least one sees what the other wrote.
/// The light one is free; the heavy one has the system interrupt all threads of the process
/// (membarrier, Linux 4.14), which takes microseconds.
inline void light_fence() noexcept { std::atomic_signal_fence(std::memory_order_seq_cst); }
void heavy_fence() noexcept;
/// Asks the system for them. Where it has none, light_fences() stays false, and sequentially
/// consistent operations have to do.
void register_light_fences() noexcept;
inline constinit std::atomic<bool> light_fences_registered{false};
inline bool light_fences() noexcept {
  return light_fences_registered.load(std::memory_order_relaxed);
}

} // namespace leasehold::detail::sync

#endif // LEASEHOLD_SYNC_HEADER
#endif // LEASEHOLD_DETAIL_SYNC_H
