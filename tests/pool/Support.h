// Support.h: what the pool's tests share.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_SUPPORT_H
#define LEASEHOLD_SUPPORT_H

#include "FakeDriver.h"
#include <algorithm>
#include <mutex>
#include <string>
#include <vector>

namespace leasehold::test {

using namespace std::chrono_literals;
using FakePool = Pool<FakeDriver>;
using FakeSession = Session<FakeDriver>;

inline Options small(std::size_t size = 2, std::size_t overflow = 0) {
  Options o;
  o.pool_size = size;
  o.max_overflow = overflow;
  o.pool_timeout = 2s;
  return o;
}

struct Events {
  std::mutex mutex;
  std::vector<Event> all;
  void into(Options &o) {
    o.on_event = [this](const Event &e) {
      const std::scoped_lock lock(mutex);
      all.push_back(e);
    };
  }
  /// The message of the first of this kind.
  std::string first(Event::Kind kind) {
    const std::scoped_lock lock(mutex);
    const auto found = std::ranges::find_if(all, [&](const Event &e) { return e.kind == kind; });
    return found == all.end() ? "" : found->message;
  }
  std::size_t count(Event::Kind kind) {
    const std::scoped_lock lock(mutex);
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [&](const Event &e) { return e.kind == kind; }));
  }
};

/// A condition that another thread brings about, within two seconds.
template <class F> bool soon(F condition) {
  for (const auto end = Clock::now() + 2s; Clock::now() < end; std::this_thread::sleep_for(1ms))
    if (condition())
      return true;
  return condition();
}

} // namespace leasehold::test

#endif // LEASEHOLD_SUPPORT_H
