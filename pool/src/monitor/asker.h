// Questions that may take long, asked by a thread of their own.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_MONITOR_ASKER_H
#define LEASEHOLD_MONITOR_ASKER_H

#include "leasehold/detail/core.h"
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace leasehold::detail {

/// Asks once at a time, however many want to know: who comes meanwhile gets the same answer, and
/// who comes within `fresh_` after it, too. The thread is started when first needed. Thread safe.
template <class T> class Asker {
public:
  explicit Asker(std::function<T()> ask) : ask_(std::move(ask)) {}
  Asker(const Asker &) = delete;
  Asker &operator=(const Asker &) = delete;
  /// Waits for the question that is being asked.
  ~Asker() {
    {
      const std::scoped_lock lock(mutex_);
      over_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable())
      thread_.join();
  }

  /// Asks, unless the answer is fresh.
  void start() {
    const std::scoped_lock lock(mutex_);
    start_locked();
  }
  /// Nothing: there was no answer by `until`.
  std::optional<T> get(Deadline until) {
    std::unique_lock lock(mutex_);
    if (!start_locked())
      return answer_;
    const std::uint64_t before = answers_;
    if (!changed_.wait_until(lock, until, [&] { return answers_ != before; }))
      return std::nullopt;
    return answer_;
  }

private:
  /// False: the answer is fresh.
  bool start_locked() {
    if (answer_ && Clock::now() - answered_ < fresh_)
      return false;
    if (!thread_.joinable())
      thread_ = std::thread([this] { work(); });
    wanted_ = true;
    changed_.notify_all();
    return true;
  }
  void work() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return wanted_ || over_; });
      if (over_)
        return;
      lock.unlock();
      T answer = ask_();
      lock.lock();
      wanted_ = false;
      answer_ = std::move(answer);
      answered_ = Clock::now();
      ++answers_;
      changed_.notify_all();
    }
  }

  static constexpr std::chrono::milliseconds fresh_{100};
  const std::function<T()> ask_; ///< does not throw
  std::mutex mutex_;
  std::condition_variable changed_;
  bool wanted_ = false, over_ = false;
  std::optional<T> answer_;
  Deadline answered_{};
  std::uint64_t answers_ = 0;
  std::thread thread_;
};

} // namespace leasehold::detail

#endif // LEASEHOLD_MONITOR_ASKER_H
