// leasehold/detail/core.h: the slots and the queue of a pool, whatever it holds.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A slot is owned by whoever moved its state away from `empty` or `idle`; everything in it but the
// atomics belongs to the owner. Giving back is one exchange and one load as long as nobody waits;
// acquiring is one compare-and-swap on the slot that this thread used last. Who finds nothing
// queues under a mutex, first come first served, and is handed a slot directly. Connections are
// opened, pinged, reset and closed outside of the mutex.

#ifndef LEASEHOLD_DETAIL_CORE_H
#define LEASEHOLD_DETAIL_CORE_H

#include "leasehold/detail/sync.h"
#include "leasehold/error.h"
#include "leasehold/holds.h"
#include "leasehold/options.h"
#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <source_location>
#include <stop_token>
#include <string>
#include <vector>

namespace leasehold {

/// A string literal, which is kept by address.
struct Literal {
  consteval Literal(const char *text) : text(text) {} // NOLINT(google-explicit-constructor)
  const char *text;
};

/// A lease that is out: where, by whom and since when.
struct LeaseInfo {
  std::uint64_t id = 0; ///< no other lease of this pool has it
  std::string file;
  unsigned line = 0;
  std::string function;
  std::uint64_t thread = 0; ///< numbered by this library, from 1; 0: a coroutine
  std::chrono::milliseconds age{0};
  bool transaction = false; ///< begun with Session::begin() and not ended
  std::string doing;        ///< what Session::doing() or a SlowRegion said last
};

/// The pool at one moment. total == checked_in + checked_out + connecting, in every snapshot.
struct Snapshot {
  std::size_t checked_in = 0, checked_out = 0, connecting = 0, total = 0;
  std::size_t overflow = 0; ///< of `total`, those beyond pool_size
  std::size_t waiting = 0;
  // Since the pool was made.
  std::uint64_t checkouts = 0, connects = 0, connect_failures = 0, closes = 0, timeouts = 0,
                resets = 0, invalidations = 0, leaks = 0;
};

namespace detail {

using Clock = std::chrono::steady_clock;
using Deadline = Clock::time_point;

/// In `time` from now, or in a year if that is longer: the clock ends in some hundred years.
inline Deadline deadline_in(std::chrono::milliseconds time) {
  return Clock::now() + std::clamp(time, std::chrono::milliseconds(0),
                                   std::chrono::milliseconds(std::chrono::hours(24 * 365)));
}

/// Nanoseconds of the monotonic clock, some milliseconds behind at most, for a few nanoseconds.
std::int64_t coarse_now() noexcept;
/// How many milliseconds, in nanoseconds.
std::int64_t coarse_resolution() noexcept;

/// Of a transaction.
enum class Outcome : std::uint8_t { committed, rolled_back, abandoned, commit_failed };
constexpr std::size_t outcomes = 4;

struct Slot;
struct Pending;
struct Keeper;
struct Listeners;
struct HoldRecords;
class Core;

/// What a thread knows of itself. Reused after the thread's end. Written when it gets another slot,
/// so two threads' are never in one line of the cache.
struct alignas(64) ThreadRecord {
  std::uint64_t id = 0;
  // The slot that this thread used last.
  std::uint64_t pool = 0;
  std::uint32_t slot = 0;
};
ThreadRecord &register_thread();
inline constinit thread_local ThreadRecord *my_record = nullptr;
inline ThreadRecord &this_thread() { return my_record ? *my_record : register_thread(); }

/// What a thread may read although it has given its slot back, and the pool may be gone. Never
/// freed, but used again by a later pool: then the thread looks after that one's waiters for once.
struct alignas(128) Lifeline {
  sync::atomic<std::uint32_t> attention{0};  ///< waiters, and the bits of Core
  sync::atomic<std::uint32_t> references{0}; ///< 0: no pool, or one that dies
  Core *core = nullptr;                      ///< of who has a reference
};
Lifeline &take_lifeline();

enum State : std::uint32_t {
  empty,   ///< no connection
  idle,    ///< one that is free
  out,     ///< one that is leased, or being looked after by its owner
  opening, ///< none yet: its owner connects
};

/// The first line of the cache is all that acquiring and giving back the usual way touch.
struct alignas(128) Slot {
  sync::atomic<std::uint32_t> state{empty};
  std::uint16_t index = 0;
  bool plain = false;    ///< kept when given back, and nobody wants to hear of it
  bool profiled = false; ///< so it would be, but for the hold profile
  // Written by the owner, read by reports.
  sync::atomic<bool> transaction{false};
  sync::atomic<std::int64_t> since{0}; ///< when it was leased, or, of an idle one, last used
  sync::atomic<std::uint64_t> checkouts{0};
  sync::atomic<std::source_location> site; ///< where it was leased
  sync::atomic<std::uint64_t> thread{0};
  sync::atomic<const char *> doing{nullptr};
  // The owner's alone.
  std::uint64_t generation = 0;
  std::int64_t expires = 0; ///< INT64_MAX: never

  sync::atomic<std::uint64_t> reported{0}; ///< the checkout that was reported as a leak
};

/// How long something took, in buckets as OpenTelemetry's conventions propose. Thread safe.
struct Durations {
  static constexpr std::array<double, 14> bounds = { ///< seconds, inclusive
      0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10};
  std::array<std::atomic<std::uint64_t>, bounds.size() + 1> counts{};
  std::atomic<std::int64_t> nanoseconds{0};

  void add(std::chrono::nanoseconds time) noexcept {
    const double seconds = std::chrono::duration<double>(time).count();
    const auto bucket = std::ranges::lower_bound(bounds, seconds) - bounds.begin();
    counts[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
    nanoseconds.fetch_add(time.count(), std::memory_order_relaxed);
  }
};

/// One who waits for a slot: a thread that sleeps, or a Pending.
struct Waiter {
  Waiter *before = nullptr, *after = nullptr;
  Slot *slot = nullptr;
  bool queued = false, closed = false, cancelled = false;
  bool asleep = false; ///< a thread waits for `woken`; until then it watches `handed`
  Pending *pending = nullptr;
  sync::condition_variable woken; ///< of a thread
  /// Set last by whoever hands over to a thread that is not asleep: it may be gone then.
  sync::atomic<bool> handed{false};
};

/// An acquire that waits without a thread. `resume` is called once, from any thread and never under
/// a lock of the pool, unless the acquire was abandoned before.
struct Pending : std::enable_shared_from_this<Pending> {
  using Resume = std::function<void(const std::shared_ptr<Pending> &)>;
  Pending(Core &core, Deadline until, const std::source_location &at, Resume resume)
      : core(core), until(until), at(at), resume(std::move(resume)) {}
  Pending(const Pending &) = delete;
  Pending &operator=(const Pending &) = delete;

  /// Waits no longer. A slot that is already on its way goes back.
  void abandon() noexcept;
  /// Has there been no abandon()?
  [[nodiscard]] bool wanted() const noexcept { return stage.load() == done; }
  /// The leased slot, once; throws what the acquire failed with.
  Slot &take();

private:
  friend class Core;
  enum Stage : std::uint8_t {
    starting, ///< not in the queue yet
    queued,   ///< in the queue; left under the pool's mutex
    working,  ///< not any more: a slot is made ready, or an error is on its way
    done,     ///< `slot` or `error` is set
    gone      ///< nobody wants to know
  };
  struct Cancel {
    Pending *pending;
    void operator()() const noexcept { pending->cancel(); }
  };
  void cancel() noexcept;
  bool leave_queue(Stage to) noexcept;

  Core &core;
  const Deadline asked = Clock::now(), until;
  const std::source_location at;
  Resume resume;
  Waiter waiter;
  std::mutex guard;
  bool known = false; ///< under `guard`: the pool refers to this, and lives as long as it does
  std::atomic<std::uint8_t> stage{starting};
  std::atomic<bool> cancelled{false};
  Slot *slot = nullptr;
  std::exception_ptr error;
  std::shared_ptr<Pending> self; ///< while `known`
  Pending *next = nullptr;       ///< among those that were taken from the queue together
  std::optional<std::stop_callback<Cancel>> stop;
};

/// Waits between attempts, at random, so that those who met do not meet again.
class Backoff {
public:
  void sleep();

private:
  std::chrono::microseconds most_{4'000};
};

/// What a Pool does that does not depend on the driver. Thread safe, but for life's begin and end.
class Core {
public:
  Core(Options options, std::size_t max_connections);
  virtual ~Core();
  Core(const Core &) = delete;
  Core &operator=(const Core &) = delete;

  /// A slot with a live connection, leased to the caller. Throws as Pool::acquire says. A negative
  /// `timeout`: pool_timeout. `stop` may be null.
  Slot &acquire_within(std::chrono::milliseconds timeout, const std::stop_token *stop,
                       std::source_location at) {
    return clock_needed_ ? acquire_by<true>(timeout, stop, at)
                         : acquire_by<false>(timeout, stop, at);
  }
  /// A free connection without waiting or connecting; null when there is none.
  Slot *try_acquire(const std::source_location &at);
  /// The same for a coroutine, whose leases belong to no thread.
  Slot *try_acquire_detached(const std::source_location &at);
  /// Begins an acquire that waits without a thread. True: take() it now, `resume` is not called.
  bool start(const std::shared_ptr<Pending> &pending, const std::stop_token &stop);
  /// Gives back. `clean`: there is nothing to do before the connection goes to the next.
  void release(Slot &slot, bool clean) noexcept {
    if (clean) [[likely]]
      put_back(slot);
    else
      release_slowly(slot);
  }

  /// Wakes all waiters, closes what is idle, and waits until `until` for the leases.
  /// Returns those still out.
  std::vector<LeaseInfo> close(Deadline until);
  /// No more pool: deletes this now, or when the last lease comes back.
  static void abandon(Core *core) noexcept;
  /// Tells of, or refuses, slow work by this thread if it holds a session.
  static void enter_slow(const char *what, const std::source_location &at);
  /// In a child of this process: nothing here may be used any more.
  void forked() noexcept;
  [[nodiscard]] bool ours() const noexcept {
    return (attention_.load(std::memory_order_relaxed) & forked_bit) == 0;
  }
  /// Throws ClosedError if it is the parent's.
  void check_ours() const;
  /// What this thread does now with all that it holds; null: nothing worth telling.
  static void now_doing(const char *what) noexcept;

  [[nodiscard]] Snapshot snapshot() const;
  [[nodiscard]] std::vector<LeaseInfo> leases() const;
  /// Reports each lease that is older than leak_threshold once. Returns how many.
  std::size_t report_leaks();
  /// Closes what has been idle for longer than max_idle. Returns how many.
  std::size_t evict_idle();
  /// A transaction of this lease died without commit or rollback.
  void abandoned(const Slot &slot) noexcept;
  /// A transaction of this lease is over.
  void ended(const Slot &slot, Outcome outcome) noexcept {
    if (hold_records_) [[unlikely]]
      note_end(slot, outcome);
  }
  /// What was recorded so far; without sites when nothing is.
  [[nodiscard]] HoldProfile holds() const;
  /// This thread enters and leaves the outermost of its SlowRegions.
  static void slow_begins() noexcept;
  static void slow_ends() noexcept;
  /// Closes, when next seen, every connection that is open now.
  void invalidate();
  [[nodiscard]] const Options &options() const { return options_; }

  /// No other pool of this process has or had it.
  [[nodiscard]] std::uint64_t id() const noexcept { return id_; }
  /// The pool of that id, which stays in memory as long as the result; null when it is gone.
  static std::shared_ptr<Core> find(std::uint64_t id);
  [[nodiscard]] bool closed() const noexcept {
    return (attention_.load(std::memory_order_relaxed) & (closed_bit | forked_bit)) != 0;
  }
  /// How long connections took that were opened.
  [[nodiscard]] const Durations &connect_times() const noexcept { return connect_times_; }
  /// How many connections there may be.
  [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
  /// Calls `f`, as Options::on_event, until the result dies; then perhaps once more.
  [[nodiscard]] std::shared_ptr<const void> listen(std::function<void(const Event &)> f) const;
  /// Acquires, asks the server and gives back, all within `timeout`. False: no answer, and the
  /// connection is replaced. Throws as acquire does.
  bool probe(std::chrono::milliseconds timeout, const std::source_location &at);

protected:
  /// Opens a connection in the slot by `until`, or throws.
  virtual void open(Slot &slot, Deadline until) = 0;
  virtual void shut(Slot &slot) noexcept = 0;
  virtual bool alive(Slot &slot, Deadline until) noexcept = 0;
  /// Is there nothing to do before the connection goes to the next? Cheap.
  virtual bool clean(Slot &slot) noexcept = 0;
  /// Ends what is open and resets. False: the connection cannot be used any more.
  virtual bool tidy(Slot &slot) noexcept = 0;

  /// "file:line" where it was leased.
  static std::string place(const Slot &slot);
  void tell(Event::Kind kind, std::string message, const Slot *slot = nullptr) const noexcept;

private:
  friend struct Pending;
  /// `crowded_bit`: acquires queue so often that who gives back pays for the order between the two,
  /// with the mutex, and who queues need not have the system interrupt all threads.
  static constexpr std::uint32_t closed_bit = 1U << 31, forked_bit = 1U << 30,
                                 crowded_bit = 1U << 29;
  static constexpr std::uint32_t waiters(std::uint32_t attention) noexcept {
    return attention & ~(closed_bit | forked_bit | crowded_bit);
  }
  /// Neither closed nor forked, and nobody waits.
  static constexpr bool calm(std::uint32_t attention) noexcept {
    return (attention & ~crowded_bit) == 0;
  }

  static bool take(Slot &slot) noexcept {
    std::uint32_t expected = idle;
    return slot.state.compare_exchange_strong(expected, out, std::memory_order_acquire,
                                              std::memory_order_relaxed);
  }
  /// For slots that are likely another's: they stay in its cache. In the one order with free(): a
  /// waiter who did not see what was given back would sleep.
  static Slot *claim(Slot &slot) noexcept {
    return slot.state.load(std::memory_order_seq_cst) == idle && take(slot) ? &slot : nullptr;
  }
  Slot *claim_idle(ThreadRecord &me) noexcept;
  [[nodiscard]] bool fresh(const Slot &slot, std::int64_t now) const noexcept {
    return slot.generation == generation_.load(std::memory_order_relaxed) &&
           now - slot.since.load(std::memory_order_relaxed) < ping_after_ && now < slot.expires;
  }
  /// The slot that this thread used last is in its cache. All else is out of line, and called last,
  /// so that nothing needs to be saved here. Not inline: what the caller saves around it has to
  /// leave the processor before the locked operation (2 ns, seen with GCC 12 and clang 22).
  template <bool WithClock>
#if defined(__GNUC__)
  [[gnu::noinline]]
#endif
  Slot &acquire_by(std::chrono::milliseconds timeout, const std::stop_token *stop,
                   std::source_location at) {
    ThreadRecord *const me = my_record;
    if (me && me->pool == id_ && attention_.load(std::memory_order_relaxed) == 0 && lifo_)
        [[likely]]
      if (Slot &slot = slots_[me->slot]; take(slot)) [[likely]] {
        std::int64_t now = 0;
        if constexpr (WithClock)
          now = coarse_now();
        if (fresh(slot, now)) [[likely]]
          return lease(slot, *me, at, now);
        return acquire_slowly(timeout, stop, at, &slot);
      }
    return acquire_slowly(timeout, stop, at, nullptr);
  }
  /// To a thread that used this slot last, and therefore holds no other one that it used later.
  Slot &lease(Slot &slot, const ThreadRecord &me, std::source_location at,
              std::int64_t now) noexcept {
    stamp(slot, me.id, at, now);
    return slot.plain ? slot : tell_checkout(slot);
  }
  Slot &lease_first(Slot &slot, ThreadRecord &me, const std::source_location &at,
                    std::int64_t now) noexcept {
    if (me.pool == id_ && me.slot != slot.index)
      check_nested(me, at);
    me.pool = id_;
    me.slot = slot.index;
    return lease(slot, me, at, now);
  }
  static void stamp(Slot &slot, std::uint64_t thread, std::source_location at,
                    std::int64_t now) noexcept {
    constexpr auto relaxed = std::memory_order_relaxed;
    slot.checkouts.store(slot.checkouts.load(relaxed) + 1, relaxed);
    slot.site.store(at, relaxed);
    // What seldom changes is not written again: what is written has to leave the processor before
    // its next locked operation.
    if (slot.since.load(relaxed) != now)
      slot.since.store(now, relaxed);
    if (slot.thread.load(relaxed) != thread)
      slot.thread.store(thread, relaxed);
    if (slot.doing.load(relaxed))
      slot.doing.store(nullptr, relaxed);
  }
  void put_back(Slot &slot) noexcept {
    // The time stays that of the lease: who held it for long pays with a ping, which is little.
    if (slot.plain) [[likely]]
      return free(slot);
    put_back_told(slot);
  }
  void put_back_told(Slot &slot) noexcept;
  /// Once the slot is idle another may take it, and close it, and the pool may go with its last
  /// slot: from there on this is `life`'s.
  void free(Slot &slot) noexcept {
    Lifeline &life = life_;
    // Either we see who waits, or he, who calls heavy_fence(), sees this slot. In a crowded pool he
    // does not: then we see that it is, and look again under the mutex.
    if (sync::light_fences()) [[likely]] {
      slot.state.store(idle, std::memory_order_release);
      sync::light_fence();
    } else {
      slot.state.exchange(idle, std::memory_order_seq_cst);
    }
    if (life.attention.load(std::memory_order_seq_cst) != 0) [[unlikely]]
      serve_after_release(life);
  }

  Slot &tell_checkout(Slot &slot) const noexcept; // a string here costs all registers
  void check_nested(const ThreadRecord &me, const std::source_location &at) noexcept;
  Slot &acquire_slowly(std::chrono::milliseconds timeout, const std::stop_token *stop,
                       std::source_location at, Slot *claimed);
  void check_open() const;
  void check_waiters();
  [[nodiscard]] CancelledError cancelled() const;
  /// Zero where nobody asks.
  [[nodiscard]] std::int64_t now() const noexcept { return clock_needed_ ? coarse_now() : 0; }
  /// Is it likely that a slot comes back before a thread would have gone to sleep?
  [[nodiscard]] bool soon() const noexcept {
    return expected_wait_.load(std::memory_order_relaxed) < worth_spinning_.count() &&
           sync::spinning_helps();
  }
  Slot *spin(ThreadRecord &me) noexcept;
  Slot *wait(Deadline until, const std::stop_token &stop);
  void ready(Slot &slot, Deadline until);
  void connect(Slot &slot, Deadline until);
  void connect_failed(Slot &slot, const char *why) noexcept;
  void outdate(const Slot &dead) noexcept;
  void drop(Slot &slot) noexcept;
  void vacate(Slot &slot) noexcept;
  void release_slowly(Slot &slot) noexcept;
  void serve() noexcept;
  static void serve_after_release(Lifeline &life) noexcept;
  Slot *claim_any() noexcept;
  Slot *claim_fresh(ThreadRecord &me, std::int64_t now) noexcept;
  [[noreturn]] void time_out();
  void give(Slot &slot) noexcept;
  enum class Owed : std::uint8_t { nothing, fence, fence_for_all };
  Owed enqueue(Waiter &w) noexcept;
  void serve_queued(Owed owed) noexcept;
  void unlink(Waiter &w) noexcept;
  [[nodiscard]] std::string holders() const;

  // holds.cpp: for the hold profile; nothing without one. By the slot's owner, before it is free.
  void note_hold(const Slot &slot) noexcept;
  void note_wait(const Slot &slot, Clock::duration waited) noexcept;
  void note_end(const Slot &slot, Outcome outcome) noexcept;
  void note_timeout(const std::source_location &at);
  void note_leak(const Slot &slot);

  // Who keeps this alive: the Pool, each slot that is not empty, each that is on a slow way.
  void ref() noexcept { references_.fetch_add(1, std::memory_order_relaxed); }
  [[nodiscard]] static bool ref_unless_dying(Lifeline &life) noexcept;
  void unref() noexcept;
  struct Visit {
    Core &core;
    explicit Visit(Core &core) noexcept : core(core) { core.ref(); }
    Visit(const Visit &) = delete;
    Visit &operator=(const Visit &) = delete;
    ~Visit() { core.unref(); }
  };

  struct Delivery {
    Core &core;
    explicit Delivery(Core &core) noexcept;
    Delivery(const Delivery &) = delete;
    Delivery &operator=(const Delivery &) = delete;
    ~Delivery();
  };
  void await_deliveries() noexcept;

  // async.cpp: acquires that wait without a thread, and the thread that looks after the pool
  Owed queue(Pending &p);
  void deliver(Pending &p, Slot &slot) noexcept;
  void finish(Pending &p, Slot *slot, std::exception_ptr error) noexcept;
  Pending *take_pending(Deadline until) noexcept;
  void fail(Pending *list, const std::exception_ptr &error) noexcept;
  void start_keeper();
  void stop_keeper() noexcept;
  static void wake(Keeper &keeper, Deadline at) noexcept;
  [[nodiscard]] Clock::duration period() const noexcept;
  Deadline look_after() noexcept;
  static void keep(const std::shared_ptr<Keeper> &keeper) noexcept;

  static constexpr std::int64_t never_ = INT64_MAX;
  /// For so long after its arrival an acquire may be passed by later ones: it looks for what comes
  /// back without queueing. From then on, first come first served.
  static constexpr std::chrono::nanoseconds passing_{10'000};
  /// As long as waits are shorter in the mean, a queued thread looks again instead of sleeping.
  static constexpr std::chrono::nanoseconds worth_spinning_{100'000};
  /// Waits that begin in an empty queue sooner after each other make the pool crowded. A heavy
  /// fence takes some microseconds of every processor.
  static constexpr std::chrono::nanoseconds crowd_within_{1'000'000};

  const std::shared_ptr<const Options> shared_options_; ///< reports may outlive the pool
  const Options &options_;
  const std::shared_ptr<Listeners> listeners_; ///< may outlive the pool, too
  const std::size_t capacity_;
  const std::size_t pool_size_;
  const bool lifo_;
  const std::uint64_t id_;
  const std::int64_t ping_after_; ///< nanoseconds; never_: without pinging
  const bool clock_needed_;       ///< somebody asks how old a lease or a connection is
  std::unique_ptr<Slot[]> slots_;
  Lifeline &life_;
  sync::atomic<std::uint32_t> &attention_ = life_.attention, &references_ = life_.references;
  alignas(64) sync::atomic<std::uint64_t> generation_{1};

  alignas(64) mutable sync::mutex mutex_;
  sync::condition_variable returned_;
  Waiter *first_ = nullptr, *last_ = nullptr;
  Deadline last_queued_; ///< under mutex_: when the queue was last begun
  /// Under mutex_: crowded, and a heavy fence came after `crowded_bit`.
  bool crowd_settled_ = false;
  std::uint32_t unwanted_ = 0; ///< under mutex_: what came back since the last wait, if crowded
  sync::atomic<std::int64_t> expected_wait_{0}; ///< nanoseconds: the mean of the last ones
  std::shared_ptr<Keeper> keeper_;              ///< under mutex_
  unsigned deliveries_ = 0;                     ///< under mutex_
  sync::atomic<std::uint64_t> connects_{0}, connect_failures_{0}, closes_{0}, timeouts_{0},
      resets_{0}, invalidations_{0}, leaks_{0};
  Durations connect_times_;
  const std::unique_ptr<HoldRecords> hold_records_; ///< null: no hold profile

  friend struct CoreTestAccess;
};

} // namespace detail
} // namespace leasehold

#endif // LEASEHOLD_DETAIL_CORE_H
