// The slots and the queue of a pool.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "hold_records.h"
#include "leasehold/error.h"
#include "listeners.h"
#include "registry.h"
#include <algorithm>
#include <utility>

namespace leasehold::detail {

using std::chrono::nanoseconds;

//===----------------------------------------------------------------------===//
// Life
//===----------------------------------------------------------------------===//

namespace {
sync::atomic<std::uint64_t> next_id{1};
} // namespace

Core::Core(Options options, std::size_t max_connections)
    : shared_options_(std::make_shared<const Options>((options.validate(), std::move(options)))),
      options_(*shared_options_), listeners_(std::make_shared<Listeners>()),
      capacity_(max_connections), pool_size_(options_.pool_size), lifo_(options_.lifo),
      id_(next_id.fetch_add(1)),
      ping_after_(options_.pre_ping ? nanoseconds(options_.pre_ping_after).count() : never_),
      clock_needed_(options_.stamps || options_.pre_ping || options_.pool_recycle.count() != 0 ||
                    options_.max_idle.count() != 0),
      slots_(std::make_unique<Slot[]>(capacity_)), life_(take_lifeline()),
      hold_records_(options_.hold_profile ? std::make_unique<HoldRecords>(capacity_) : nullptr) {
  for (std::size_t i = 0; i < capacity_; ++i) {
    slots_[i].index = static_cast<std::uint16_t>(i);
    const bool silent = i < pool_size_ && !options_.events_on_checkout;
    slots_[i].plain = silent && !options_.hold_profile;
    slots_[i].profiled = silent && options_.hold_profile;
  }
  watch_forks();
  sync::register_light_fences();
  life_.core = this;
  attention_.store(0);
  references_.store(1);
  const std::scoped_lock lock(registry().mutex);
  registry().cores.push_back(this);
}

Core::~Core() {
  const std::scoped_lock lock(registry().mutex);
  std::erase(registry().cores, this);
  registry().lifelines.push_back(&life_);
}

std::vector<LeaseInfo> Core::close(Deadline until) {
  if (!ours())
    return leases();
  attention_.fetch_or(closed_bit);
  sync::heavy_fence();
  {
    const std::scoped_lock lock(mutex_);
    for (Waiter *w = first_; w; w = w->after)
      if (!w->pending) {
        w->closed = true;
        w->woken.notify_one();
      }
  }
  if (Pending *waiting = take_pending(Deadline::max()))
    fail(waiting, std::make_exception_ptr(
                      ClosedError("pool '" + options_.name + "' was closed while waiting")));
  serve();
  std::unique_lock lock(mutex_);
  returned_.wait_until(lock, until, [&] {
    return std::all_of(slots_.get(), slots_.get() + capacity_,
                       [](const Slot &s) { return s.state.load() == empty; });
  });
  lock.unlock();
  return leases();
}

void Core::abandon(Core *core) noexcept {
  // What the parent opened is the parent's: neither closed nor freed.
  if (!core->ours())
    return;
  core->close(Clock::now());
  core->stop_keeper();
  core->await_deliveries();
  core->unref();
}

void Core::forked() noexcept { attention_.fetch_or(forked_bit); }

/// For a thread that gave its slot back and may have no other hold on the pool.
bool Core::ref_unless_dying(Lifeline &life) noexcept {
  std::uint32_t n = life.references.load();
  while (n != 0)
    if (life.references.compare_exchange_weak(n, n + 1))
      return true;
  return false;
}

void Core::unref() noexcept {
  // No slot has a connection, there is no Pool, and who is on his way out of free() has the
  // lifeline.
  if (references_.fetch_sub(1) == 1)
    delete this;
}

//===----------------------------------------------------------------------===//
// Acquiring
//===----------------------------------------------------------------------===//

/// For who found nothing in the slot that it used last: another thread uses that one too, and the
/// two would meet in it again and again. So it is the last to be looked at.
Slot *Core::claim_idle(ThreadRecord &me) noexcept {
  const bool known = me.pool == id_;
  const std::size_t mine = known ? me.slot : me.id % pool_size_;
  if (!known)
    if (Slot *s = claim(slots_[mine]))
      return s;
  const std::size_t start = lifo_ ? 0 : mine + 1;
  for (std::size_t n = 0; n < capacity_; ++n)
    if (const std::size_t i = (start + n) % capacity_; i != mine)
      if (Slot *s = claim(slots_[i]))
        return s;
  return claim(slots_[mine]);
}

Slot *Core::claim_any() noexcept {
  if (Slot *s = claim_idle(this_thread()))
    return s;
  for (std::size_t i = 0; i < capacity_; ++i) {
    std::uint32_t expected = empty;
    if (slots_[i].state.compare_exchange_strong(expected, opening)) {
      ref();
      return &slots_[i];
    }
  }
  return nullptr;
}

/// An idle slot that is fit to be used as it is: to ping would be to wait.
Slot *Core::claim_fresh(ThreadRecord &me, std::int64_t now) noexcept {
  Slot *slot = attention_.load() == 0 ? claim_idle(me) : nullptr;
  if (!slot || fresh(*slot, now))
    return slot;
  give(*slot);
  return nullptr;
}

Slot *Core::try_acquire(const std::source_location &at) {
  ThreadRecord &me = this_thread();
  const std::int64_t time = now();
  Slot *slot = claim_fresh(me, time);
  return slot ? &lease_first(*slot, me, at, time) : nullptr;
}

Slot *Core::try_acquire_detached(const std::source_location &at) {
  const std::int64_t time = now();
  Slot *slot = claim_fresh(this_thread(), time);
  if (slot)
    stamp(*slot, 0, at, time);
  return slot;
}

void Core::check_ours() const {
  if (!ours())
    throw ClosedError("pool '" + options_.name +
                      "' belongs to the parent process; make one after fork()");
}

void Core::check_open() const {
  check_ours();
  if (attention_.load() & closed_bit)
    throw ClosedError("pool '" + options_.name + "' is closed");
}

CancelledError Core::cancelled() const {
  return CancelledError("pool '" + options_.name + "': acquire was cancelled");
}

/// Under the mutex: may one more wait?
void Core::check_waiters() {
  const std::uint32_t waiting = waiters(attention_.load());
  if (options_.max_waiters == 0 || waiting < options_.max_waiters)
    return;
  timeouts_.fetch_add(1, std::memory_order_relaxed);
  throw TimeoutError("pool '" + options_.name + "': " + std::to_string(options_.max_waiters) +
                     " acquires are waiting already (max_waiters); " + holders());
}

Slot &Core::tell_checkout(Slot &slot) const noexcept {
  if (options_.events_on_checkout)
    tell(Event::checkout, "", &slot);
  return slot;
}

Slot &Core::acquire_slowly(std::chrono::milliseconds timeout, const std::stop_token *stop,
                           std::source_location at, Slot *claimed) {
  ThreadRecord &me = this_thread();
  if (!claimed && calm(attention_.load(std::memory_order_relaxed))) {
    claimed = claim_idle(me);
    const std::int64_t time = now();
    if (claimed && fresh(*claimed, time))
      return lease_first(*claimed, me, at, time);
  }
  // Only who may have to wait looks at the exact clock.
  const Deadline asked = Clock::now();
  const Deadline until =
      deadline_in(timeout < std::chrono::milliseconds(0) ? options_.pool_timeout : timeout);
  try {
    check_open();
  } catch (...) {
    if (claimed)
      give(*claimed);
    throw;
  }
  if (!claimed && calm(attention_.load()))
    claimed = claim_any();
  if (!claimed) {
    claimed = spin(me);
    try {
      if (!claimed)
        claimed = wait(until, stop ? *stop : std::stop_token());
    } catch (const TimeoutError &) { // too many wait
      note_timeout(at);
      throw;
    }
    const std::int64_t before = expected_wait_.load(std::memory_order_relaxed);
    expected_wait_.store(before + (nanoseconds(Clock::now() - asked).count() - before) / 8,
                         std::memory_order_relaxed);
  }
  if (!claimed) {
    note_timeout(at);
    time_out();
  }
  claimed->thread.store(0, std::memory_order_relaxed); // as in serve(): this may take a while
  ready(*claimed, until);
  Slot &leased = lease_first(*claimed, me, at, now());
  if (hold_records_)
    note_wait(leased, Clock::now() - asked);
  return leased;
}

/// Looks for a slot that comes back while nobody is queued, for a short time.
Slot *Core::spin(ThreadRecord &me) noexcept {
  if (!soon())
    return nullptr;
  const Deadline start = Clock::now();
  for (Deadline now = start;
       calm(attention_.load(std::memory_order_relaxed)) && now < start + passing_;
       now = Clock::now()) {
    // A holder may be waiting for this processor.
    if (now - start > passing_ / 5)
      sync::yield();
    else
      for (int i = 0; i < 16; ++i)
        sync::pause();
    if (Slot *s = claim_idle(me))
      return s;
  }
  return nullptr;
}

/// Queues, and returns the slot that it is handed: leased, or to be opened. Null: no time is left.
Slot *Core::wait(Deadline until, const std::stop_token &stop) {
  Waiter w;
  const sync::stop_callback cancel(stop, [&] {
    const std::scoped_lock lock(mutex_);
    w.cancelled = true;
    w.woken.notify_one();
  });
  std::unique_lock lock(mutex_);
  check_open();
  check_waiters();
  const Owed owed = enqueue(w);
  lock.unlock();
  serve_queued(owed);
  if (soon())
    for (const Deadline end = std::min(until, Clock::now() + worth_spinning_); Clock::now() < end;
         sync::yield())
      for (int i = 0; i < 64; ++i) {
        if (w.handed.load(std::memory_order_acquire))
          return w.slot;
        sync::pause();
      }
  lock.lock();
  w.asleep = true;
  while (w.queued && !w.closed && !w.cancelled)
    if (w.woken.wait_until(lock, until) == std::cv_status::timeout)
      break;
  if (!w.queued)
    return w.slot;
  unlink(w);
  if (w.closed)
    throw ClosedError("pool '" + options_.name + "' was closed while waiting");
  if (w.cancelled)
    throw cancelled();
  return nullptr;
}

/// From here on whoever gives back sees it, after the fence that is owed. Under the mutex.
Core::Owed Core::enqueue(Waiter &w) noexcept {
  w.before = last_;
  (last_ ? last_->after : first_) = &w;
  last_ = &w;
  w.queued = true;
  unwanted_ = 0;
  // Who is not the first needs no fence: the first one's comes with a serve() for all, or came
  // before. Nor in a crowded pool: who gives back takes the mutex after us, and sees us, or took it
  // before us, and we see what he gave back.
  const std::uint32_t before = attention_.fetch_add(1);
  if (waiters(before) != 0 || crowd_settled_ || !sync::light_fences())
    return Owed::nothing;
  const Deadline now = sync::now();
  const bool often = now - std::exchange(last_queued_, now) < crowd_within_;
  if (!often || (before & crowded_bit))
    return Owed::fence;
  attention_.fetch_or(crowded_bit);
  return Owed::fence_for_all;
}

/// What was given back before anybody was seen to be queued.
void Core::serve_queued(Owed owed) noexcept {
  if (owed != Owed::nothing)
    sync::heavy_fence();
  if (owed == Owed::fence_for_all) {
    // Who has not seen the bit gave back before the fence, for all to see.
    const std::scoped_lock lock(mutex_);
    crowd_settled_ = true;
  }
  serve();
}

void Core::unlink(Waiter &w) noexcept {
  (w.before ? w.before->after : first_) = w.after;
  (w.after ? w.after->before : last_) = w.before;
  w.queued = false;
  attention_.fetch_sub(1);
}

/// Hands what is free to who waits, first come first served; in a closed pool, closes it.
void Core::serve() noexcept {
  const std::uint32_t attention = attention_.load();
  if (attention & forked_bit)
    return;
  if (attention & closed_bit) {
    for (std::size_t i = 0; i < capacity_; ++i) {
      std::uint32_t expected = idle;
      if (slots_[i].state.compare_exchange_strong(expected, out))
        drop(slots_[i]);
    }
    const std::scoped_lock lock(mutex_);
    returned_.notify_all();
    return;
  }
  Pending *found = nullptr;
  Pending **end = &found;
  {
    const std::scoped_lock lock(mutex_);
    // The bit must stay while the one who sets `crowd_settled_` is on the way.
    if (!first_ && crowd_settled_ && ++unwanted_ >= sync::crowd_over) {
      crowd_settled_ = false;
      unwanted_ = 0;
      attention_.fetch_and(~crowded_bit);
    }
    while (first_) {
      Slot *slot = claim_any();
      if (!slot)
        break;
      Waiter &w = *first_;
      // Not the last holder's any more, though who is handed it has to wake up first.
      slot->thread.store(0, std::memory_order_relaxed);
      w.slot = slot;
      unlink(w);
      if (w.pending) {
        w.pending->stage = Pending::working;
        *end = w.pending;
        end = &w.pending->next;
      } else if (w.asleep) {
        w.woken.notify_one();
      } else {
        w.handed.store(true, std::memory_order_release);
      }
    }
  }
  while (found) {
    Pending &p = *std::exchange(found, found->next);
    deliver(p, *p.waiter.slot);
  }
}

/// Makes a claimed slot fit to be leased, or frees it and throws.
void Core::ready(Slot &slot, Deadline until) {
  if (slot.state.load(std::memory_order_relaxed) == opening) {
    connect(slot, until);
    return;
  }
  const std::int64_t now = coarse_now();
  const bool stale = slot.generation != generation_.load() || now >= slot.expires;
  if (!stale) {
    if (now - slot.since.load(std::memory_order_relaxed) < ping_after_ || alive(slot, until))
      return;
    outdate(slot);
    tell(Event::invalidate, "a connection did not answer a ping; older ones are not used again");
  }
  shut(slot);
  closes_.fetch_add(1, std::memory_order_relaxed);
  slot.state.store(opening);
  connect(slot, until);
}

void Core::connect_failed(Slot &slot, const char *why) noexcept {
  connect_failures_.fetch_add(1, std::memory_order_relaxed);
  vacate(slot);
  serve();
  tell(Event::connect_failed, std::string("cannot connect: ") + why);
}

void Core::connect(Slot &slot, Deadline until) {
  const std::uint64_t generation = generation_.load();
  try {
    if (options_.leak_threshold.count() != 0 || options_.max_idle.count() != 0)
      start_keeper();
    const Deadline began = Clock::now();
    open(slot, until);
    connect_times_.add(Clock::now() - began);
  } catch (const std::exception &e) {
    connect_failed(slot, e.what());
    throw;
  } catch (...) {
    connect_failed(slot, "unknown exception");
    throw;
  }
  connects_.fetch_add(1, std::memory_order_relaxed);
  slot.generation = generation;
  slot.since.store(coarse_now(), std::memory_order_relaxed);
  slot.expires = never_;
  if (options_.pool_recycle.count() > 0) {
    // Up to a tenth less: connections that were opened together do not go together.
    const std::int64_t span = nanoseconds(options_.pool_recycle).count();
    const auto jitter =
        static_cast<std::int64_t>((std::uint64_t{slot.index} * 0x9e3779b9U + generation) % 1000);
    slot.expires = coarse_now() + span - span / 10 * jitter / 1000;
  }
  slot.state.store(out);
  tell(Event::connect, "connected");
}

//===----------------------------------------------------------------------===//
// Giving back
//===----------------------------------------------------------------------===//

void Core::give(Slot &slot) noexcept { free(slot); }

void Core::serve_after_release(Lifeline &life) noexcept {
  if (!ref_unless_dying(life))
    return;
  Core &core = *life.core;
  core.serve();
  core.unref();
}

/// The caller has another hold on the pool.
void Core::vacate(Slot &slot) noexcept {
  slot.state.store(empty);
  unref();
}

void Core::drop(Slot &slot) noexcept {
  shut(slot);
  closes_.fetch_add(1, std::memory_order_relaxed);
  tell(Event::close, "closed");
  vacate(slot);
}

void Core::put_back_told(Slot &slot) noexcept {
  if (!slot.profiled || !ours())
    return release_slowly(slot);
  note_hold(slot);
  free(slot);
}

void Core::release_slowly(Slot &slot) noexcept {
  if (!ours())
    return;
  const Visit visit(*this);
  note_hold(slot);
  if (options_.events_on_checkout)
    tell(Event::checkin, "", &slot);
  bool usable = clean(slot);
  if (!usable) {
    resets_.fetch_add(1, std::memory_order_relaxed);
    usable = tidy(slot);
    if (!usable) {
      outdate(slot);
      tell(Event::invalidate, "a connection came back broken; older ones are not used again",
           &slot);
    }
  }
  slot.transaction.store(false, std::memory_order_relaxed);
  slot.since.store(now(), std::memory_order_relaxed);
  const std::uint32_t attention = attention_.load();
  const bool wanted = waiters(attention) != 0 && !(attention & closed_bit);
  if (usable && slot.generation == generation_.load() && (slot.index < pool_size_ || wanted)) {
    give(slot);
    return;
  }
  drop(slot);
  if (!calm(attention_.load()))
    serve();
}

void Core::invalidate() { generation_.fetch_add(1); }

/// One dead connection: what is not younger went with the same server. What was opened after that
/// was noticed did not.
void Core::outdate(const Slot &dead) noexcept {
  invalidations_.fetch_add(1, std::memory_order_relaxed);
  std::uint64_t its = dead.generation;
  generation_.compare_exchange_strong(its, its + 1);
}

std::size_t Core::evict_idle() {
  if (options_.max_idle.count() == 0)
    return 0;
  std::size_t n = 0;
  for (std::size_t i = 0; i < capacity_; ++i) {
    Slot &s = slots_[i];
    std::uint32_t expected = idle;
    if (!s.state.compare_exchange_strong(expected, out))
      continue;
    if (coarse_now() - s.since.load() < nanoseconds(options_.max_idle).count()) {
      give(s);
      continue;
    }
    drop(s);
    ++n;
    serve();
  }
  return n;
}

} // namespace leasehold::detail
