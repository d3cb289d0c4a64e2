// What a pool tells of itself: events, counters, who holds what.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "leasehold/error.h"
#include "listeners.h"
#include "registry.h"
#include <algorithm>

namespace leasehold::detail {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

namespace {

void tell_by(const Options &options, Listeners &listeners, Event::Kind kind, std::string message,
             const char *site, unsigned line) noexcept {
  if (!options.on_event && !listeners.any())
    return;
  try {
    Event e;
    e.kind = kind;
    e.message = "pool '" + options.name + "': " + std::move(message);
    e.site = site;
    e.line = line;
    listeners.tell(e);
    if (options.on_event)
      options.on_event(e);
  } catch (...) { // NOLINT(bugprone-empty-catch): a handler's failure is not the session's
  }
}

} // namespace

std::shared_ptr<const void> Core::listen(std::function<void(const Event &)> f) const {
  return listeners_->add(std::move(f));
}

std::string Core::place(const Slot &slot) {
  const std::source_location at = slot.site.load(std::memory_order_relaxed);
  return std::string(at.file_name()) + ":" + std::to_string(at.line());
}

void Core::tell(Event::Kind kind, std::string message, const Slot *slot) const noexcept {
  const std::source_location at =
      slot ? slot->site.load(std::memory_order_relaxed) : std::source_location();
  tell_by(options_, *listeners_, kind, std::move(message), at.file_name(), at.line());
}

/// Does the thread still hold the session that it acquired last?
void Core::check_nested(const ThreadRecord &me, const std::source_location &at) noexcept {
  const Slot &held = slots_[me.slot];
  if (held.state.load(std::memory_order_relaxed) == out &&
      held.thread.load(std::memory_order_relaxed) == me.id)
    tell(Event::nested,
         std::string("acquired at ") + at.file_name() + ":" + std::to_string(at.line()) +
             " by a thread that holds another session: with as many threads as sessions, all wait "
             "for each other",
         &held);
}

void Core::abandoned(const Slot &slot) noexcept {
  resets_.fetch_add(1, std::memory_order_relaxed);
  tell(Event::reset,
       "a transaction of the session acquired at " + place(slot) +
           " was neither committed nor rolled back; it is rolled back",
       &slot);
}

Snapshot Core::snapshot() const {
  Snapshot s;
  for (std::size_t i = 0; i < capacity_; ++i) {
    const std::uint32_t state = slots_[i].state.load();
    s.checked_in += state == idle;
    s.checked_out += state == out;
    s.connecting += state == opening;
    s.checkouts += slots_[i].checkouts.load(std::memory_order_relaxed);
  }
  s.total = s.checked_in + s.checked_out + s.connecting;
  s.overflow = s.total > pool_size_ ? s.total - pool_size_ : 0;
  s.waiting = waiters(attention_.load());
  s.connects = connects_.load();
  s.connect_failures = connect_failures_.load();
  s.closes = closes_.load();
  s.timeouts = timeouts_.load();
  s.resets = resets_.load();
  s.invalidations = invalidations_.load();
  s.leaks = leaks_.load();
  return s;
}

std::vector<LeaseInfo> Core::leases() const {
  std::vector<LeaseInfo> all;
  const std::int64_t now = coarse_now();
  for (std::size_t i = 0; i < capacity_; ++i) {
    const Slot &s = slots_[i];
    if (s.state.load() != out)
      continue;
    LeaseInfo l;
    l.id = s.checkouts.load(std::memory_order_relaxed) * capacity_ + i;
    const std::source_location at = s.site.load(std::memory_order_relaxed);
    l.file = at.file_name();
    l.line = at.line();
    l.function = at.function_name();
    l.thread = s.thread.load(std::memory_order_relaxed);
    l.transaction = s.transaction.load(std::memory_order_relaxed);
    if (const char *doing = s.doing.load(std::memory_order_relaxed))
      l.doing = doing;
    if (options_.stamps)
      l.age = duration_cast<milliseconds>(
          nanoseconds(std::max<std::int64_t>(0, now - s.since.load(std::memory_order_relaxed))));
    all.push_back(std::move(l));
  }
  return all;
}

std::string Core::holders() const {
  std::vector<LeaseInfo> all = leases();
  if (all.empty())
    return "none is held";
  std::ranges::sort(all, [](const auto &a, const auto &b) { return a.age > b.age; });
  std::string text = "held by";
  constexpr std::size_t most = 10;
  for (std::size_t i = 0; i < all.size() && i < most; ++i) {
    const LeaseInfo &l = all[i];
    text += (i ? "; " : " ") + l.file + ":" + std::to_string(l.line) + " (" + l.function + ", " +
            (l.thread ? "thread " + std::to_string(l.thread) : std::string("a coroutine"));
    if (options_.stamps)
      text += ", for " + std::to_string(l.age.count()) + " ms";
    if (l.transaction)
      text += ", in a transaction";
    if (!l.doing.empty())
      text += ", " + l.doing;
    text += ")";
  }
  if (all.size() > most)
    text += "; and " + std::to_string(all.size() - most) + " more";
  return text;
}

void Core::time_out() {
  timeouts_.fetch_add(1, std::memory_order_relaxed);
  const Snapshot s = snapshot();
  const std::string text = "pool '" + options_.name + "': no session in time; " +
                           std::to_string(s.checked_out) + " of " + std::to_string(capacity_) +
                           " are out, " + std::to_string(s.connecting) + " connecting, " +
                           std::to_string(s.waiting) + " waiting; " + holders();
  tell(Event::timeout, text);
  throw TimeoutError(text);
}

std::size_t Core::report_leaks() {
  if (options_.leak_threshold.count() == 0)
    return 0;
  std::size_t n = 0;
  const std::int64_t now = coarse_now();
  const std::int64_t threshold = nanoseconds(options_.leak_threshold).count();
  for (std::size_t i = 0; i < capacity_; ++i) {
    Slot &s = slots_[i];
    const std::uint64_t checkout = s.checkouts.load();
    const std::int64_t age = now - s.since.load();
    if (s.state.load() != out || age < threshold || s.reported.exchange(checkout) == checkout)
      continue;
    ++n;
    leaks_.fetch_add(1, std::memory_order_relaxed);
    note_leak(s);
    tell(Event::leak,
         "the session acquired at " + place(s) + " has been out for " +
             std::to_string(age / 1'000'000) + " ms",
         &s);
  }
  return n;
}

//===----------------------------------------------------------------------===//
// Slow regions
//===----------------------------------------------------------------------===//

void Core::enter_slow(const char *what, const std::source_location &at) {
  struct Found {
    std::shared_ptr<const Options> options; // the pool may go while its handler runs
    std::shared_ptr<Listeners> listeners;
    std::string message;
    const char *site;
    unsigned line;
  };
  std::vector<Found> all;
  const std::uint64_t me = this_thread().id;
  {
    Registry &r = registry();
    const std::scoped_lock lock(r.mutex);
    const std::int64_t now = coarse_now();
    for (const Core *core : r.cores)
      for (std::size_t i = 0; i < core->capacity_; ++i) {
        const Slot &s = core->slots_[i];
        if (core->options_.slow_regions == SlowRegions::ignore || s.state.load() != out ||
            s.thread.load(std::memory_order_relaxed) != me)
          continue;
        std::string text = std::string(at.file_name()) + ":" + std::to_string(at.line()) + " " +
                           what + " while this thread holds the session acquired at " + place(s);
        if (core->options_.stamps)
          text += ", for " + std::to_string((now - s.since.load()) / 1'000'000) + " ms so far";
        all.push_back({core->shared_options_, core->listeners_,
                       std::move(text) + "; give it back before, and acquire another one after",
                       s.site.load().file_name(), s.site.load().line()});
      }
  }
  for (const Found &f : all) {
    tell_by(*f.options, *f.listeners, Event::slow, f.message, f.site, f.line);
    if (f.options->slow_regions == SlowRegions::fail)
      throw SlowRegionError("pool '" + f.options->name + "': " + f.message);
  }
}

void Core::now_doing(const char *what) noexcept {
  const std::uint64_t me = this_thread().id;
  Registry &r = registry();
  const std::scoped_lock lock(r.mutex);
  for (const Core *core : r.cores)
    for (std::size_t i = 0; i < core->capacity_; ++i)
      if (Slot &s = core->slots_[i];
          s.state.load() == out && s.thread.load(std::memory_order_relaxed) == me)
        s.doing.store(what, std::memory_order_relaxed);
}

} // namespace leasehold::detail
