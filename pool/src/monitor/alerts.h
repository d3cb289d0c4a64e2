// Telling others, without keeping anybody waiting.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_MONITOR_ALERTS_H
#define LEASEHOLD_MONITOR_ALERTS_H

#include "leasehold/monitor.h"
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace leasehold::detail {

/// A thread that calls the handlers and posts to the webhook. Thread safe.
class Courier {
public:
  explicit Courier(const MonitorOptions &options);
  Courier(const Courier &) = delete;
  Courier &operator=(const Courier &) = delete;
  ~Courier(); ///< what still waits is counted as failed

  void send(Alert alert);
  [[nodiscard]] std::uint64_t failed() const noexcept { return failed_; }

private:
  void work();
  void deliver(const Alert &alert);
  void post(const std::string &json);

  static constexpr std::size_t most_waiting = 100;
  const std::function<void(const Alert &)> on_alert_;
  const std::function<void(const std::string &)> sink_;
  const std::string webhook_;
  const std::chrono::milliseconds timeout_;
  std::atomic<std::uint64_t> failed_{0};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Alert> waiting_;
  bool over_ = false;
  std::thread thread_;
};

} // namespace leasehold::detail

#endif // LEASEHOLD_MONITOR_ALERTS_H
