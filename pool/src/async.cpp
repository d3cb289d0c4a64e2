// Acquires that wait without a thread, and the thread that looks after a pool: it is started when
// there is a deadline, a leak or an idle connection to look for, and not before.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "leasehold/detail/core.h"
#include "leasehold/error.h"
#include <algorithm>
#include <condition_variable>
#include <thread>
#include <utility>

namespace leasehold::detail {

using std::chrono::milliseconds;

//===----------------------------------------------------------------------===//
// Acquires
//===----------------------------------------------------------------------===//

bool Core::start(const std::shared_ptr<Pending> &pending, const std::stop_token &stop) {
  Pending &p = *pending;
  // Who is resumed by another thread may end the pool while this one is still here.
  const Visit visit(*this);
  Owed owed = Owed::nothing;
  try {
    check_open();
    if (stop.stop_possible())
      p.stop.emplace(stop, Pending::Cancel{&p});
    if (Slot *slot = calm(attention_.load()) ? claim_any() : nullptr) {
      ref();
      p.self = pending;
      p.known = true;
      p.stage = Pending::working;
      deliver(p, *slot);
      return false;
    }
    owed = queue(p);
  } catch (...) {
    p.error = std::current_exception();
    p.stage = Pending::done;
    return true;
  }
  serve_queued(owed);
  return false;
}

Core::Owed Core::queue(Pending &p) {
  start_keeper();
  const std::scoped_lock known(p.guard);
  const std::scoped_lock lock(mutex_);
  check_open();
  check_waiters();
  if (p.cancelled)
    throw cancelled();
  ref();
  p.self = p.shared_from_this();
  p.known = true;
  p.waiter.pending = &p;
  p.stage = Pending::queued;
  const Owed owed = enqueue(p.waiter);
  wake(*keeper_, p.until);
  return owed;
}

namespace {
thread_local bool of_a_pool = false; ///< this thread is one that a pool started
}

/// A thread of the pool calls what others gave it, an executor that may go when the pool is gone.
Core::Delivery::Delivery(Core &core) noexcept : core(core) {
  const std::scoped_lock lock(core.mutex_);
  ++core.deliveries_;
}

Core::Delivery::~Delivery() {
  const std::scoped_lock lock(core.mutex_);
  if (--core.deliveries_ == 0)
    core.returned_.notify_all();
}

void Core::await_deliveries() noexcept {
  if (of_a_pool) // and would wait for itself
    return;
  std::unique_lock lock(mutex_);
  returned_.wait_until(lock, deadline_in(milliseconds(1000)), [&] { return deliveries_ == 0; });
}

/// Makes the claimed slot fit to be used and hands it over. Connecting and pinging take time that
/// is not the caller's: a thread of their own has it. There are at most as many as connections.
void Core::deliver(Pending &p, Slot &slot) noexcept {
  const std::int64_t time = now();
  if (slot.state.load(std::memory_order_relaxed) == out && fresh(slot, time)) {
    stamp(slot, 0, p.at, time);
    note_wait(slot, Clock::now() - p.asked);
    finish(p, &slot, nullptr);
    return;
  }
  try {
    std::thread([this, &p, &slot] {
      of_a_pool = true;
      const Visit visit(*this);
      std::exception_ptr error;
      try {
        ready(slot, p.until);
        stamp(slot, 0, p.at, now());
        note_wait(slot, Clock::now() - p.asked);
      } catch (...) {
        error = std::current_exception();
      }
      const Delivery delivery(*this);
      finish(p, error ? nullptr : &slot, error);
    }).detach();
  } catch (...) { // no more threads
    const Visit visit(*this);
    std::exception_ptr error = std::current_exception();
    if (slot.state.load(std::memory_order_relaxed) == opening)
      vacate(slot);
    else
      give(slot);
    finish(p, nullptr, std::move(error));
  }
}

/// The last that the pool has to do with it.
void Core::finish(Pending &p, Slot *slot, std::exception_ptr error) noexcept {
  const std::shared_ptr<Pending> keep = std::move(p.self);
  {
    const std::scoped_lock known(p.guard);
    p.known = false;
  }
  p.slot = slot;
  p.error = std::move(error);
  std::uint8_t expected = Pending::working;
  if (p.stage.compare_exchange_strong(expected, Pending::done))
    p.resume(keep);
  else if (slot)
    put_back(*slot);
  unref();
}

void Core::fail(Pending *list, const std::exception_ptr &error) noexcept {
  while (list)
    finish(*std::exchange(list, list->next), nullptr, error);
}

/// Out of the queue with those whose deadline is not later than `until`.
Pending *Core::take_pending(Deadline until) noexcept {
  Pending *taken = nullptr;
  Pending **end = &taken;
  const std::scoped_lock lock(mutex_);
  for (Waiter *w = first_; w;) {
    Waiter *after = w->after;
    if (w->pending && w->pending->until <= until) {
      unlink(*w);
      w->pending->stage = Pending::working;
      *end = w->pending;
      end = &w->pending->next;
    }
    w = after;
  }
  return taken;
}

/// True: it was in the queue, and the pool has nothing to do with it any more but for a finish().
bool Pending::leave_queue(Stage to) noexcept {
  if (!known || stage != queued)
    return false;
  const std::scoped_lock lock(core.mutex_);
  if (!waiter.queued)
    return false;
  core.unlink(waiter);
  stage = to;
  return true;
}

void Pending::cancel() noexcept {
  // Whoever is resumed may drop it while we are here.
  const std::shared_ptr<Pending> keep = weak_from_this().lock();
  if (!keep)
    return;
  cancelled = true;
  {
    const std::scoped_lock lock(guard);
    if (!leave_queue(working))
      return;
  }
  core.finish(*this, nullptr, std::make_exception_ptr(core.cancelled()));
}

void Pending::abandon() noexcept {
  std::shared_ptr<Pending> keep;
  {
    const std::scoped_lock lock(guard);
    if (leave_queue(gone)) {
      known = false;
      keep = std::move(self);
    }
  }
  if (keep) {
    core.unref();
    return;
  }
  std::uint8_t expected = working;
  if (stage.compare_exchange_strong(expected, gone))
    return; // finish() puts the slot back
  stage = gone;
  if (Slot *unused = std::exchange(slot, nullptr))
    core.put_back(*unused);
}

Slot &Pending::take() {
  if (error)
    std::rethrow_exception(std::exchange(error, nullptr));
  return *std::exchange(slot, nullptr);
}

//===----------------------------------------------------------------------===//
// The keeper
//===----------------------------------------------------------------------===//

struct Keeper {
  std::mutex mutex;
  std::condition_variable changed;
  Core *core = nullptr; ///< null: the pool is gone
  Deadline next = Deadline::max();
};

void Core::wake(Keeper &keeper, Deadline at) noexcept {
  const std::scoped_lock lock(keeper.mutex);
  if (at >= keeper.next)
    return;
  keeper.next = at;
  keeper.changed.notify_one();
}

void Core::start_keeper() {
  const std::scoped_lock lock(mutex_);
  if (keeper_)
    return;
  auto keeper = std::make_shared<Keeper>();
  keeper->core = this;
  keeper->next = Clock::now() + period();
  std::thread([keeper] { keep(keeper); }).detach();
  keeper_ = std::move(keeper);
}

void Core::stop_keeper() noexcept {
  std::shared_ptr<Keeper> keeper;
  {
    const std::scoped_lock lock(mutex_);
    keeper = std::move(keeper_);
  }
  if (!keeper)
    return;
  const std::scoped_lock lock(keeper->mutex);
  keeper->core = nullptr;
  keeper->changed.notify_one();
}

/// How often leaks and idle connections are looked for.
Clock::duration Core::period() const noexcept {
  milliseconds shortest = milliseconds::max();
  for (const milliseconds limit : {options_.leak_threshold, options_.max_idle})
    if (limit.count() != 0)
      shortest = std::min(shortest, limit);
  if (shortest == milliseconds::max())
    return std::chrono::hours(1);
  return std::clamp(shortest / 4, milliseconds(5), milliseconds(1000));
}

/// Does what is due. Returns when it wants to be called again.
Deadline Core::look_after() noexcept {
  report_leaks();
  evict_idle();
  if (Pending *late = take_pending(Clock::now())) {
    const Delivery delivery(*this);
    while (late) {
      Pending &p = *std::exchange(late, late->next);
      try {
        note_timeout(p.at);
        time_out();
      } catch (...) {
        finish(p, nullptr, std::current_exception());
      }
    }
  }
  Deadline next = Clock::now() + period();
  const std::scoped_lock lock(mutex_);
  for (const Waiter *w = first_; w; w = w->after)
    if (w->pending)
      next = std::min(next, w->pending->until);
  return next;
}

void Core::keep(const std::shared_ptr<Keeper> &keeper) noexcept {
  of_a_pool = true;
  std::unique_lock lock(keeper->mutex);
  while (keeper->core) {
    if (keeper->next > Clock::now()) {
      keeper->changed.wait_until(lock, keeper->next);
      continue;
    }
    Core *core = keeper->core; // lives: stop_keeper() comes before the Pool lets go
    core->ref();
    keeper->next = Deadline::max();
    lock.unlock();
    const Deadline next = core->look_after();
    core->unref();
    lock.lock();
    keeper->next = std::min(keeper->next, next);
  }
}

} // namespace leasehold::detail
