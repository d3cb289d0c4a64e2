// Who hears of a pool's events besides Options::on_event.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_LISTENERS_H
#define LEASEHOLD_LISTENERS_H

#include "leasehold/options.h"
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace leasehold::detail {

/// Thread safe. Each is called without a lock, and what it throws is swallowed.
struct Listeners {
  using Listener = std::function<void(const Event &)>;

  std::shared_ptr<const Listener> add(Listener f) {
    auto listener = std::make_shared<const Listener>(std::move(f));
    const std::scoped_lock lock(mutex_);
    std::erase_if(all_, [](const auto &l) { return l.expired(); });
    all_.push_back(listener);
    any_ = true;
    return listener;
  }
  [[nodiscard]] bool any() const noexcept { return any_.load(std::memory_order_relaxed); }
  void tell(const Event &e) {
    std::vector<std::weak_ptr<const Listener>> all;
    {
      const std::scoped_lock lock(mutex_);
      all = all_;
    }
    for (const auto &weak : all)
      if (const auto listener = weak.lock())
        try {
          (*listener)(e);
        } catch (...) { // NOLINT(bugprone-empty-catch): its failure is not the session's
        }
  }

private:
  std::mutex mutex_;
  std::vector<std::weak_ptr<const Listener>> all_; ///< under mutex_
  std::atomic<bool> any_{false};                   ///< there was one
};

} // namespace leasehold::detail

#endif // LEASEHOLD_LISTENERS_H
