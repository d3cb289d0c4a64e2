// The slots and the queue of a pool.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "leasehold/detail/core.h"
#include "leasehold/error.h"
#include <algorithm>
#include <ctime>
#include <deque>
#include <mutex>
#include <pthread.h>

namespace leasehold::detail {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

std::int64_t coarse_now() noexcept {
  timespec t{};
#ifdef CLOCK_MONOTONIC_COARSE
  clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
#else
  clock_gettime(CLOCK_MONOTONIC, &t);
#endif
  return static_cast<std::int64_t>(t.tv_sec) * 1'000'000'000 + t.tv_nsec;
}

//===----------------------------------------------------------------------===//
// Threads and forks
//===----------------------------------------------------------------------===//

namespace {

/// Never destroyed: threads may end after main does.
struct Registry {
  std::mutex mutex;
  std::deque<ThreadRecord> records;
  std::vector<ThreadRecord *> unused;
  std::vector<sync::atomic<std::uint32_t> *> attentions; ///< of all pools
};
Registry &registry() {
  static auto *r = new Registry;
  return *r;
}

struct ThreadSlot {
  ThreadRecord *record;
  ThreadSlot() {
    Registry &r = registry();
    const std::scoped_lock lock(r.mutex);
    if (r.unused.empty()) {
      r.records.emplace_back();
      record = &r.records.back();
      record->id = r.records.size();
    } else {
      record = r.unused.back();
      r.unused.pop_back();
      record->pool = record->checkout = 0;
    }
  }
  ~ThreadSlot() {
    Registry &r = registry();
    const std::scoped_lock lock(r.mutex);
    r.unused.push_back(record);
    my_record = nullptr;
  }
  ThreadSlot(const ThreadSlot &) = delete;
  ThreadSlot &operator=(const ThreadSlot &) = delete;
};

constexpr std::uint32_t forked_bit = 1U << 30;

// A child has the parent's sockets and none of its threads: its pools are closed for it.
void watch_forks() {
  static const int once =
      pthread_atfork([] { registry().mutex.lock(); }, [] { registry().mutex.unlock(); },
                     [] {
                       for (auto *a : registry().attentions)
                         a->fetch_or(forked_bit);
                       registry().mutex.unlock();
                     });
  (void)once;
}

sync::atomic<std::uint64_t> next_id{1};

} // namespace

ThreadRecord &register_thread() {
  thread_local const ThreadSlot slot;
  my_record = slot.record;
  return *slot.record;
}

//===----------------------------------------------------------------------===//
// Life
//===----------------------------------------------------------------------===//

struct Core::Waiter {
  Waiter *before = nullptr, *after = nullptr;
  Slot *slot = nullptr;
  bool queued = false, closed = false, cancelled = false;
  sync::condition_variable woken;
};

Core::Core(Options options, std::size_t max_connections)
    : options_((options.validate(), std::move(options))), capacity_(max_connections),
      id_(next_id.fetch_add(1)),
      ping_after_(options_.pre_ping ? nanoseconds(options_.pre_ping_after).count() : never_),
      slots_(std::make_unique<Slot[]>(capacity_)) {
  for (std::size_t i = 0; i < capacity_; ++i)
    slots_[i].index = static_cast<std::uint32_t>(i);
  watch_forks();
  const std::scoped_lock lock(registry().mutex);
  registry().attentions.push_back(&attention_);
}

Core::~Core() {
  const std::scoped_lock lock(registry().mutex);
  std::erase(registry().attentions, &attention_);
}

std::vector<LeaseInfo> Core::close(Deadline until) {
  if (attention_.load() & forked_bit)
    return leases();
  attention_.fetch_or(closed_bit);
  {
    const std::scoped_lock lock(mutex_);
    for (Waiter *w = first_; w; w = w->after) {
      w->closed = true;
      w->woken.notify_one();
    }
  }
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
  if (core->attention_.load() & forked_bit)
    return;
  core->close(Clock::now());
  // From the store on, the last lease to come back may delete it: not before we are out.
  ThreadRecord &me = this_thread();
  me.releasing.store(core);
  core->orphaned_.store(true);
  core->serve();
  me.releasing.store(nullptr, std::memory_order_release);
}

/// With the pool gone: the last one out deletes. Others may still be on their way out of
/// put_back().
void Core::delete_if_done() noexcept {
  if (!orphaned_.load())
    return;
  {
    const std::scoped_lock lock(mutex_);
    for (std::size_t i = 0; i < capacity_; ++i)
      if (slots_[i].state.load() != empty)
        return;
    if (!orphaned_.exchange(false))
      return;
  }
  const ThreadRecord &me = this_thread();
  std::vector<const ThreadRecord *> others;
  {
    Registry &r = registry();
    const std::scoped_lock lock(r.mutex);
    for (const ThreadRecord &t : r.records)
      if (&t != &me)
        others.push_back(&t);
  }
  for (const ThreadRecord *t : others)
    while (t->releasing.load(std::memory_order_acquire) == this)
      sync::yield();
  delete this;
}

//===----------------------------------------------------------------------===//
// Acquiring
//===----------------------------------------------------------------------===//

Slot *Core::claim_idle(ThreadRecord &me) noexcept {
  auto claim = [&](std::size_t i) -> Slot * {
    Slot &s = slots_[i];
    std::uint32_t expected = idle;
    // In the one order with put_back(): a waiter who did not see what was given back would sleep.
    return s.state.load(std::memory_order_seq_cst) == idle &&
                   s.state.compare_exchange_strong(expected, out, std::memory_order_acquire,
                                                   std::memory_order_relaxed)
               ? &s
               : nullptr;
  };
  // The one that this thread used last is in its cache.
  const std::size_t hint = me.pool == id_ ? me.slot : me.id % options_.pool_size;
  if (options_.lifo)
    if (Slot *s = claim(hint))
      return s;
  const std::size_t start = options_.lifo ? 0 : (hint + 1) % capacity_;
  for (std::size_t n = 0; n < capacity_; ++n)
    if (Slot *s = claim((start + n) % capacity_))
      return s;
  return nullptr;
}

Slot *Core::claim_any() noexcept {
  if (Slot *s = claim_idle(this_thread()))
    return s;
  for (std::size_t i = 0; i < capacity_; ++i) {
    std::uint32_t expected = empty;
    if (slots_[i].state.compare_exchange_strong(expected, opening))
      return &slots_[i];
  }
  return nullptr;
}

Slot *Core::try_acquire(const std::source_location &at) {
  if (attention_.load() != 0)
    return nullptr;
  ThreadRecord &me = this_thread();
  Slot *slot = claim_idle(me);
  if (!slot)
    return nullptr;
  const std::int64_t now = coarse_now();
  if (!fresh(*slot, now)) {
    // To ping it would be to wait.
    give(*slot);
    return nullptr;
  }
  return &lease(*slot, me, at, now);
}

Slot &Core::acquire_slowly(Slot *claimed, Deadline until, const std::stop_token &stop,
                           const std::source_location &at, ThreadRecord &me) {
  const std::uint32_t attention = attention_.load();
  if (attention & forked_bit)
    throw ClosedError("pool '" + options_.name +
                      "' belongs to the parent process; make one after fork()");
  if (attention & closed_bit) {
    if (claimed)
      give(*claimed);
    throw ClosedError("pool '" + options_.name + "' is closed");
  }
  if (!claimed && attention == 0)
    claimed = claim_any();
  if (!claimed)
    claimed = wait(until, stop);
  if (!claimed)
    time_out();
  ready(*claimed, until);
  return lease(*claimed, me, at, coarse_now());
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
  const std::uint32_t attention = attention_.load();
  if (attention & closed_bit)
    throw ClosedError("pool '" + options_.name + "' is closed");
  if (options_.max_waiters != 0 &&
      (attention & ~(closed_bit | forked_bit)) >= options_.max_waiters) {
    timeouts_.fetch_add(1, std::memory_order_relaxed);
    lock.unlock();
    throw TimeoutError("pool '" + options_.name + "': " + std::to_string(options_.max_waiters) +
                       " acquires are waiting already (max_waiters); " + holders());
  }
  w.before = last_;
  (last_ ? last_->after : first_) = &w;
  last_ = &w;
  w.queued = true;
  // From here on whoever gives back sees us; what was given back before, serve() finds.
  attention_.fetch_add(1);
  lock.unlock();
  serve();
  lock.lock();
  while (w.queued && !w.closed && !w.cancelled)
    if (w.woken.wait_until(lock, until) == std::cv_status::timeout)
      break;
  if (!w.queued)
    return w.slot;
  unlink(w);
  if (w.closed)
    throw ClosedError("pool '" + options_.name + "' was closed while waiting");
  if (w.cancelled)
    throw CancelledError("pool '" + options_.name + "': acquire was cancelled");
  return nullptr;
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
    {
      const std::scoped_lock lock(mutex_);
      returned_.notify_all();
    }
    delete_if_done();
    return;
  }
  const std::scoped_lock lock(mutex_);
  while (first_) {
    Slot *slot = claim_any();
    if (!slot)
      return;
    Waiter &w = *first_;
    w.slot = slot;
    unlink(w);
    w.woken.notify_one();
  }
}

/// Makes a claimed slot fit to be leased, or frees it and throws.
void Core::ready(Slot &slot, Deadline until) {
  if (slot.state.load(std::memory_order_relaxed) == opening) {
    connect(slot, until);
    return;
  }
  const std::int64_t now = coarse_now();
  const bool stale = slot.generation != generation_.load() || (slot.expires && now >= slot.expires);
  if (!stale) {
    if (now - slot.last_used < ping_after_ || alive(slot, until))
      return;
    // One dead connection: what is as old went with the same server.
    invalidations_.fetch_add(1, std::memory_order_relaxed);
    invalidate();
    tell(Event::invalidate, "a connection did not answer a ping; older ones are not used again");
  }
  shut(slot);
  closes_.fetch_add(1, std::memory_order_relaxed);
  slot.state.store(opening);
  connect(slot, until);
}

void Core::connect(Slot &slot, Deadline until) {
  const std::uint64_t generation = generation_.load();
  try {
    open(slot, until);
  } catch (...) {
    connect_failures_.fetch_add(1, std::memory_order_relaxed);
    slot.state.store(empty);
    serve();
    tell(Event::connect_failed, "cannot connect");
    throw;
  }
  connects_.fetch_add(1, std::memory_order_relaxed);
  slot.generation = generation;
  slot.last_used = coarse_now();
  slot.expires = 0;
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

void Core::time_out() {
  timeouts_.fetch_add(1, std::memory_order_relaxed);
  const Snapshot s = snapshot();
  std::string text = "pool '" + options_.name + "': no session in time; " +
                     std::to_string(s.checked_out) + " of " + std::to_string(capacity_) +
                     " are out, " + std::to_string(s.connecting) + " connecting, " +
                     std::to_string(s.waiting) + " waiting; " + holders();
  tell(Event::timeout, text);
  throw TimeoutError(text);
}

std::string Core::holders() const {
  std::vector<LeaseInfo> all = leases();
  if (all.empty())
    return "none is held";
  std::ranges::sort(all, [](const auto &a, const auto &b) { return a.age > b.age; });
  std::string text = "held by";
  constexpr std::size_t most = 10;
  for (std::size_t i = 0; i < all.size() && i < most; ++i)
    text += (i ? "; " : " ") + all[i].file + ":" + std::to_string(all[i].line) + " (" +
            all[i].function + ", thread " + std::to_string(all[i].thread) + ", for " +
            std::to_string(all[i].age.count()) + " ms)";
  if (all.size() > most)
    text += "; and " + std::to_string(all.size() - most) + " more";
  return text;
}

//===----------------------------------------------------------------------===//
// Giving back
//===----------------------------------------------------------------------===//

/// The slot is free, with its connection.
void Core::give(Slot &slot) noexcept {
  ThreadRecord &me = this_thread();
  me.releasing.store(this, std::memory_order_relaxed);
  slot.state.exchange(idle, std::memory_order_seq_cst);
  if (attention_.load(std::memory_order_seq_cst) != 0)
    serve();
  me.releasing.store(nullptr, std::memory_order_release);
}

void Core::drop(Slot &slot) noexcept {
  shut(slot);
  closes_.fetch_add(1, std::memory_order_relaxed);
  tell(Event::close, "closed");
  slot.state.store(empty);
}

void Core::release_slowly(Slot &slot) noexcept {
  if (attention_.load() & forked_bit)
    return;
  ThreadRecord &me = this_thread();
  if (me.checkout == slot.checkouts.load(std::memory_order_relaxed) && me.slot == slot.index)
    me.checkout = 0;
  if (options_.events_on_checkout)
    tell(Event::checkin, "", &slot);
  bool usable = clean(slot);
  if (!usable) {
    resets_.fetch_add(1, std::memory_order_relaxed);
    usable = tidy(slot);
    if (!usable) {
      invalidations_.fetch_add(1, std::memory_order_relaxed);
      invalidate();
      tell(Event::invalidate, "a connection came back broken; older ones are not used again",
           &slot);
    }
  }
  slot.last_used = coarse_now();
  const std::uint32_t attention = attention_.load();
  const bool wanted = attention != 0 && !(attention & closed_bit);
  if (usable && slot.generation == generation_.load() &&
      (slot.index < options_.pool_size || wanted)) {
    give(slot);
    return;
  }
  me.releasing.store(this, std::memory_order_relaxed);
  drop(slot);
  if (attention_.load() != 0)
    serve();
  me.releasing.store(nullptr, std::memory_order_release);
}

void Core::abandoned(const Slot &slot) noexcept {
  resets_.fetch_add(1, std::memory_order_relaxed);
  tell(Event::reset,
       std::string("a transaction of the session acquired at ") + slot.file.load() + ":" +
           std::to_string(slot.line.load()) +
           " was neither committed nor rolled back; it is rolled back",
       &slot);
}

void Core::invalidate() { generation_.fetch_add(1); }

//===----------------------------------------------------------------------===//
// Looking
//===----------------------------------------------------------------------===//

void Core::tell(Event::Kind kind, std::string message, const Slot *slot) const noexcept {
  if (!options_.on_event)
    return;
  try {
    Event e;
    e.kind = kind;
    e.message = "pool '" + options_.name + "': " + std::move(message);
    if (slot) {
      e.site = slot->file.load(std::memory_order_relaxed);
      e.line = slot->line.load(std::memory_order_relaxed);
    }
    options_.on_event(e);
  } catch (...) { // NOLINT(bugprone-empty-catch): a handler's failure is not the session's
  }
}

void Core::check_nested(const Slot &slot, ThreadRecord &me,
                        const std::source_location &at) noexcept {
  const Slot &held = slots_[me.slot];
  if (&held != &slot && held.state.load(std::memory_order_relaxed) == out &&
      held.checkouts.load(std::memory_order_relaxed) == me.checkout &&
      held.thread.load(std::memory_order_relaxed) == me.id)
    tell(Event::nested,
         std::string("acquired at ") + at.file_name() + ":" + std::to_string(at.line()) +
             " by a thread that holds another session: with as many threads as sessions, all wait "
             "for each other",
         &held);
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
  s.overflow = s.total > options_.pool_size ? s.total - options_.pool_size : 0;
  s.waiting = attention_.load() & ~(closed_bit | forked_bit);
  s.connects = connects_.load();
  s.connect_failures = connect_failures_.load();
  s.closes = closes_.load();
  s.timeouts = timeouts_.load();
  s.resets = resets_.load();
  s.invalidations = invalidations_.load();
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
    l.file = s.file.load(std::memory_order_relaxed);
    l.line = s.line.load(std::memory_order_relaxed);
    l.function = s.function.load(std::memory_order_relaxed);
    l.thread = s.thread.load(std::memory_order_relaxed);
    l.age = duration_cast<milliseconds>(
        nanoseconds(std::max<std::int64_t>(0, now - s.since.load(std::memory_order_relaxed))));
    all.push_back(std::move(l));
  }
  return all;
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
    if (s.state.load() != out || now - s.since.load() < threshold ||
        s.reported.exchange(checkout) == checkout)
      continue;
    ++n;
    tell(Event::leak,
         std::string("the session acquired at ") + s.file.load() + ":" +
             std::to_string(s.line.load()) + " has been out for " +
             std::to_string((now - s.since.load()) / 1'000'000) + " ms",
         &s);
  }
  return n;
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
    if (coarse_now() - s.last_used < nanoseconds(options_.max_idle).count()) {
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
