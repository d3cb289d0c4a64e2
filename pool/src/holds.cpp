// The hold profile: what is written down when, and how it is read.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "leasehold/holds.h"
#include "hold_records.h"
#include "registry.h"
#include <cmath>
#include <new>
#include <tuple>
#include <utility>

namespace leasehold {

using std::chrono::microseconds;
using std::chrono::nanoseconds;

microseconds HoldHistogram::percentile(double p) const {
  const auto wanted = static_cast<std::uint64_t>(std::ceil(static_cast<double>(count) * p / 100));
  std::uint64_t seen = 0;
  for (const Bucket &b : buckets)
    if ((seen += b.count) >= std::max<std::uint64_t>(wanted, 1))
      return std::min(b.below, std::chrono::ceil<microseconds>(max));
  return microseconds(0);
}

void HoldHistogram::add(const HoldHistogram &other) {
  for (const Bucket &b : other.buckets) {
    const auto at = std::ranges::lower_bound(buckets, b.below, {}, &Bucket::below);
    if (at != buckets.end() && at->below == b.below)
      at->count += b.count;
    else
      buckets.insert(at, b);
  }
  count += other.count;
  total += other.total;
  max = std::max(max, other.max);
}

namespace detail {

namespace {

/// When this thread entered the outermost of its SlowRegions; 0: it is in none.
thread_local std::int64_t slow_since = 0;

void note_slow(SiteRecord &site, const Slot &slot, std::int64_t now) noexcept {
  const std::int64_t from = std::max(slow_since, slot.since.load(std::memory_order_relaxed));
  if (slow_since != 0 && now > from)
    add_to(site.slow, now - from);
}

} // namespace

HoldHistogram HoldCells::read() const {
  HoldHistogram h;
  for (std::size_t i = 0; i < size; ++i)
    if (const std::uint32_t n = counts[i].load(std::memory_order_relaxed)) {
      h.buckets.push_back({microseconds(bound(i)), n});
      h.count += n;
    }
  h.total = nanoseconds(total.load(std::memory_order_relaxed));
  h.max = nanoseconds(max.load(std::memory_order_relaxed));
  return h;
}

HoldRecords::Sites::~Sites() {
  for (std::atomic<SiteRecord *> &head : heads)
    for (SiteRecord *r = head; r;)
      delete std::exchange(r, r->next);
}

SiteRecord *HoldRecords::of(const Slot &slot) noexcept {
  const std::source_location at = slot.site.load(std::memory_order_relaxed);
  std::atomic<SiteRecord *> &head = slots[slot.index].heads[at.line() % 32];
  SiteRecord *first = head.load(std::memory_order_acquire);
  // By address: the same place may be found twice, and is added up when read.
  for (SiteRecord *r = first; r; r = r->next)
    if (r->at.line() == at.line() && r->at.file_name() == at.file_name())
      return r;
  auto *made = new (std::nothrow) SiteRecord(at);
  if (!made)
    return nullptr;
  made->next = first;
  while (!head.compare_exchange_weak(made->next, made, std::memory_order_release,
                                     std::memory_order_relaxed)) {
  }
  return made;
}

HoldRecords::Mishaps &HoldRecords::mishap(const std::source_location &at) {
  Mishaps &m = mishaps[{at.file_name(), at.line()}];
  m.at = at;
  return m;
}

void Core::note_hold(const Slot &slot) noexcept {
  SiteRecord *site = hold_records_ ? hold_records_->of(slot) : nullptr;
  if (!site)
    return;
  const std::int64_t now = coarse_now();
  site->hold.add(now - slot.since.load(std::memory_order_relaxed));
  if (slow_since != 0 && slot.thread.load(std::memory_order_relaxed) == this_thread().id)
    note_slow(*site, slot, now);
}

void Core::note_wait(const Slot &slot, Clock::duration waited) noexcept {
  if (SiteRecord *site = hold_records_ ? hold_records_->of(slot) : nullptr)
    site->wait.add(nanoseconds(waited).count());
}

void Core::note_end(const Slot &slot, Outcome outcome) noexcept {
  if (SiteRecord *site = hold_records_ ? hold_records_->of(slot) : nullptr)
    add_to<std::uint64_t>(site->ended[static_cast<std::size_t>(outcome)], 1);
}

void Core::note_timeout(const std::source_location &at) {
  if (!hold_records_)
    return;
  const std::scoped_lock lock(hold_records_->mutex);
  ++hold_records_->mishap(at).timeouts;
}

void Core::note_leak(const Slot &slot) {
  if (!hold_records_)
    return;
  const std::scoped_lock lock(hold_records_->mutex);
  ++hold_records_->mishap(slot.site.load(std::memory_order_relaxed)).leaks;
}

void Core::slow_begins() noexcept { slow_since = coarse_now(); }

void Core::slow_ends() noexcept {
  const std::int64_t now = coarse_now();
  const std::uint64_t me = this_thread().id;
  Registry &r = registry();
  {
    const std::scoped_lock lock(r.mutex);
    for (const Core *core : r.cores)
      for (std::size_t i = 0; core->hold_records_ && i < core->capacity_; ++i)
        if (const Slot &s = core->slots_[i];
            s.state.load() == out && s.thread.load(std::memory_order_relaxed) == me)
          if (SiteRecord *site = core->hold_records_->of(s))
            note_slow(*site, s, now);
  }
  slow_since = 0;
}

HoldProfile Core::holds() const {
  HoldProfile p;
  p.pool = options_.name;
  if (!hold_records_)
    return p;
  p.since = hold_records_->since;
  p.resolution = nanoseconds(coarse_resolution());
  std::map<std::tuple<std::string, unsigned, std::string>, SiteHolds> all;
  auto of = [&](const std::source_location &at) -> SiteHolds & {
    SiteHolds &s = all[{at.file_name(), at.line(), at.function_name()}];
    s.file = at.file_name();
    s.line = at.line();
    s.function = at.function_name();
    return s;
  };
  for (std::size_t i = 0; i < capacity_; ++i)
    for (const auto &head : hold_records_->slots[i].heads)
      for (const SiteRecord *r = head.load(std::memory_order_acquire); r; r = r->next) {
        SiteHolds &s = of(r->at);
        s.hold.add(r->hold.read());
        s.wait.add(r->wait.read());
        s.slow += nanoseconds(r->slow.load(std::memory_order_relaxed));
        auto ended = [r](Outcome o) {
          return r->ended[static_cast<std::size_t>(o)].load(std::memory_order_relaxed);
        };
        s.committed += ended(Outcome::committed);
        s.rolled_back += ended(Outcome::rolled_back);
        s.abandoned += ended(Outcome::abandoned);
        s.commit_failed += ended(Outcome::commit_failed);
      }
  {
    const std::scoped_lock lock(hold_records_->mutex);
    for (const auto &[place, m] : hold_records_->mishaps) {
      SiteHolds &s = of(m.at);
      s.timeouts += m.timeouts;
      s.leaks += m.leaks;
    }
  }
  for (auto &[place, s] : all) {
    s.count = s.hold.count;
    p.sites.push_back(std::move(s));
  }
  return p;
}

} // namespace detail
} // namespace leasehold
