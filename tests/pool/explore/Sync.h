// Sync.h: the words of leasehold/detail/sync.h, each of them a point at which the explorer decides
// who goes on and what is read.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_EXPLORE_SYNC_H
#define LEASEHOLD_EXPLORE_SYNC_H

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstring>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>

namespace leasehold::explore {

//===----------------------------------------------------------------------===//
// What the words are made of
//===----------------------------------------------------------------------===//

enum class Thing : std::uint8_t { atomic, mutex, condition };
enum class Change : std::uint8_t { exchange, add, subtract, unite, intersect };

int create(Thing thing, std::uint64_t value = 0);
void destroy(int object) noexcept;
std::uint64_t load(int object, std::memory_order order);
void store(int object, std::uint64_t value, std::memory_order order);
std::uint64_t change(int object, Change change, std::uint64_t value, std::memory_order order);
bool compare_exchange(int object, std::uint64_t &expected, std::uint64_t desired,
                      std::memory_order success, std::memory_order failure);
void lock(int mutex);
void unlock(int mutex);
/// False: the time was up. `patient`: it never is.
bool wait(int condition, int mutex, bool patient);
void notify(int condition, bool all);
/// Goes on when what this thread read last has changed.
void yield();
/// Which of the explored threads this is.
int self();
/// Everything that is done to stop tokens, as one object.
int stops();
/// All asymmetric fences, as one object: in the one order of what is done to it, a light fence and
/// a heavy one see what came before the other. Two light ones do so, too, which real ones do not:
/// what that may hide is looked for where there are no such fences.
int fences();
/// Are there any? To be set between explorations.
extern bool light_fences;
/// Waits follow each other so closely that the pool is crowded from the first one on.
extern bool crowded;
/// After so many that came back unwanted it is not any more.
extern std::uint32_t crowd_over;

} // namespace leasehold::explore

namespace leasehold::detail::sync {

template <class T> class atomic {
public:
  atomic() : atomic(T()) {}
  atomic(T value) : object_(explore::create(explore::Thing::atomic, pack(value))) {}
  atomic(const atomic &) = delete;
  atomic &operator=(const atomic &) = delete;
  ~atomic() { explore::destroy(object_); }

  T load(std::memory_order order = std::memory_order_seq_cst) const {
    return unpack(explore::load(object_, order));
  }
  void store(T value, std::memory_order order = std::memory_order_seq_cst) {
    explore::store(object_, pack(value), order);
  }
  T exchange(T value, std::memory_order order = std::memory_order_seq_cst) {
    return change(explore::Change::exchange, value, order);
  }
  T fetch_add(T value, std::memory_order order = std::memory_order_seq_cst) {
    return change(explore::Change::add, value, order);
  }
  T fetch_sub(T value, std::memory_order order = std::memory_order_seq_cst) {
    return change(explore::Change::subtract, value, order);
  }
  T fetch_or(T value, std::memory_order order = std::memory_order_seq_cst) {
    return change(explore::Change::unite, value, order);
  }
  T fetch_and(T value, std::memory_order order = std::memory_order_seq_cst) {
    return change(explore::Change::intersect, value, order);
  }
  bool compare_exchange_strong(T &expected, T desired, std::memory_order success,
                               std::memory_order failure) {
    std::uint64_t value = pack(expected);
    const bool done = explore::compare_exchange(object_, value, pack(desired), success, failure);
    expected = unpack(value);
    return done;
  }
  bool compare_exchange_strong(T &expected, T desired,
                               std::memory_order order = std::memory_order_seq_cst) {
    return compare_exchange_strong(expected, desired, order,
                                   order == std::memory_order_acq_rel   ? std::memory_order_acquire
                                   : order == std::memory_order_release ? std::memory_order_relaxed
                                                                        : order);
  }
  /// Without its spurious failures: they are what the loop around it is for.
  bool compare_exchange_weak(T &expected, T desired, std::memory_order success,
                             std::memory_order failure) {
    return compare_exchange_strong(expected, desired, success, failure);
  }
  bool compare_exchange_weak(T &expected, T desired,
                             std::memory_order order = std::memory_order_seq_cst) {
    return compare_exchange_strong(expected, desired, order);
  }
  operator T() const { return load(); }
  T operator=(T value) { // NOLINT(misc-unconventional-assign-operator): as std::atomic
    store(value);
    return value;
  }

  [[nodiscard]] int object() const { return object_; }

private:
  static std::uint64_t pack(T value) {
    std::uint64_t bits = 0;
    static_assert(sizeof(T) <= sizeof(bits));
    std::memcpy(&bits, static_cast<const void *>(&value), sizeof(T));
    return bits;
  }
  static T unpack(std::uint64_t bits) {
    T value;
    std::memcpy(static_cast<void *>(&value), &bits, sizeof(T));
    return value;
  }
  T change(explore::Change how, T value, std::memory_order order) {
    return unpack(explore::change(object_, how, pack(value), order));
  }
  const int object_;
};

// NOLINTBEGIN(readability-make-member-function-const): as std::mutex and std::condition_variable
class mutex {
public:
  mutex() : object_(explore::create(explore::Thing::mutex)) {}
  mutex(const mutex &) = delete;
  mutex &operator=(const mutex &) = delete;
  ~mutex() { explore::destroy(object_); }
  void lock() { explore::lock(object_); }
  void unlock() { explore::unlock(object_); }
  [[nodiscard]] int object() const { return object_; }

private:
  const int object_;
};

class condition_variable {
public:
  condition_variable() : object_(explore::create(explore::Thing::condition)) {}
  condition_variable(const condition_variable &) = delete;
  condition_variable &operator=(const condition_variable &) = delete;
  ~condition_variable() { explore::destroy(object_); }

  void notify_one() noexcept { explore::notify(object_, false); }
  void notify_all() noexcept { explore::notify(object_, true); }
  void wait(std::unique_lock<mutex> &lock) { explore::wait(object_, lock.mutex()->object(), true); }
  template <class Predicate> void wait(std::unique_lock<mutex> &lock, Predicate done) {
    while (!done())
      wait(lock);
  }
  /// No time passes: a deadline within the hour may be up at any moment, a later one never is.
  template <class Clock, class Duration>
  std::cv_status wait_until(std::unique_lock<mutex> &lock,
                            const std::chrono::time_point<Clock, Duration> &until) {
    const bool patient = until - Clock::now() > std::chrono::hours(1);
    return explore::wait(object_, lock.mutex()->object(), patient) ? std::cv_status::no_timeout
                                                                   : std::cv_status::timeout;
  }
  template <class Clock, class Duration, class Predicate>
  bool wait_until(std::unique_lock<mutex> &lock,
                  const std::chrono::time_point<Clock, Duration> &until, Predicate done) {
    while (!done())
      if (wait_until(lock, until) == std::cv_status::timeout)
        return done();
    return true;
  }
  template <class Rep, class Period, class Predicate>
  bool wait_for(std::unique_lock<mutex> &lock, const std::chrono::duration<Rep, Period> &time,
                Predicate done) {
    return wait_until(lock, std::chrono::steady_clock::now() + time, std::move(done));
  }

  [[nodiscard]] int object() const { return object_; }

private:
  const int object_;
};

// NOLINTEND(readability-make-member-function-const)

using explore::yield;
inline void pause() noexcept {}
/// To look again is to take the step later, which is tried anyway.
inline bool spinning_helps() noexcept { return false; }
/// Constant, so that one thing always follows close on another, or by leaps. Under a mutex.
inline std::chrono::steady_clock::time_point now() noexcept {
  static std::chrono::hours last{0};
  return std::chrono::steady_clock::time_point(explore::crowded ? std::chrono::hours(0) : ++last);
}
using explore::crowd_over;
inline bool light_fences() noexcept { return explore::light_fences; }
inline void light_fence() noexcept {
  explore::change(explore::fences(), explore::Change::add, 0, std::memory_order_acq_rel);
}
inline void heavy_fence() noexcept {
  if (light_fences())
    light_fence();
}
inline void register_light_fences() noexcept {}

/// std's, whose destructor waits for a callback that runs on another *system* thread; all explored
/// threads run on one.
template <class F> class stop_callback {
public:
  stop_callback(const std::stop_token &token, F f)
      : f_(std::move(f)), seen_(token.stop_possible()) {
    if (seen_)
      explore::change(explore::stops(), explore::Change::add, 1, std::memory_order_acq_rel);
    callback_.emplace(token, Call{this});
  }
  stop_callback(const stop_callback &) = delete;
  stop_callback &operator=(const stop_callback &) = delete;
  ~stop_callback() {
    if (seen_)
      explore::change(explore::stops(), explore::Change::add, 1, std::memory_order_acq_rel);
    if (runs_on_ >= 0 && runs_on_ != explore::self())
      while (!done_.load(std::memory_order_acquire))
        explore::yield();
  }

private:
  struct Call {
    stop_callback *of;
    void operator()() const {
      of->runs_on_ = explore::self();
      of->f_();
      of->done_.store(true, std::memory_order_release);
    }
  };
  F f_;
  const bool seen_;
  int runs_on_ = -1;
  atomic<bool> done_{false};
  std::optional<std::stop_callback<Call>> callback_;
};

} // namespace leasehold::detail::sync

#endif // LEASEHOLD_EXPLORE_SYNC_H
