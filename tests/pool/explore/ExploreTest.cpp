// ExploreTest.cpp: the pool's promises, in every interleaving of small cases.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The pool was broken on purpose, each time in one place, and this was seen:
//
//   free() stores `idle` with release instead of exchanging it: a waiter who is never woken, in
//     the 8th run of TwoThreadsOneSlot and in 15 other cases;
//   the same exchange, relaxed: a data race in all cases in which two have one connection in turn;
//   free() loads `attention_` with acquire: as the first;
//   claim() looks with a relaxed load (as it did, until this was seen): as the first;
//   wait() does not serve() after it queued: a waiter who is never woken, in the 3rd run;
//   claim() with a load and a store, or a relaxed compare-and-swap: a data race on the connection
//     in 12 cases, "a connection is used that is closed" in two;
//   wait() does not unlink() whose time is up: the use of a waiter that is gone, in five cases;
//   connect() does not serve() when it failed: AFailedConnectServesTheNext, nobody can go on;
//   ref_unless_dying() takes a reference in any case: DestroyedWhileALeaseComesBack crashes, in its
//     2nd run;
//   with asymmetric fences, none in wait(), or none in free(): a waiter who is never woken, in the
//     smallest cases; none in close(): "a connection is not closed";
//   crowded, no fence before it is settled, or still settled when the bit is gone: the 8th and the
//     5th run of TwoThreadsOneSlot;
//   free() does not look at the crowded bit: as before, in OnceAndTwiceOneSlot;
//   serve() does not look whether it is settled: ACrowdThatIsOverBeforeItBegan.

#include "explore/Database.h"
#include "explore/Explorer.h"
#include "leasehold/pool.h"
#include "registry.h"
#include <cstdlib>
#include <gtest/gtest.h>
#include <latch>
#include <map>
#include <optional>
#include <thread>
#include <utility>

namespace leasehold::detail {

/// What a run leaves behind, and what it is called.
struct CoreTestAccess {
  /// Waiters, and whether it is closed.
  static std::uint32_t waiting(const Core &c) { return c.attention_.load() & ~Core::crowded_bit; }
  /// Who is told that nobody who gives back is without the bit may believe it.
  static bool crowd_is_settled(const Core &c) {
    return !c.crowd_settled_ || (c.attention_.load() & Core::crowded_bit) != 0;
  }
  static bool waits(const Core &c) { return c.first_ || c.last_; }
  static std::uint32_t state(const Core &c, std::size_t i) { return c.slots_[i].state.load(); }
  static std::size_t capacity(const Core &c) { return c.capacity_; }

  static void prepare(Core &c) {
    using explore::name;
    using explore::quiet;
    for (std::size_t i = 0; i < c.capacity_; ++i) {
      Slot &s = c.slots_[i];
      name(s.state.object(), "slot " + std::to_string(i));
      // For reports.
      for (const int o :
           {s.site.object(), s.thread.object(), s.since.object(), s.checkouts.object(),
            s.reported.object(), s.doing.object(), s.transaction.object()})
        quiet(o);
    }
    name(c.attention_.object(), "attention");
    name(c.generation_.object(), "generation");
    name(c.references_.object(), "references");
    name(c.mutex_.object(), "the mutex");
    name(c.returned_.object(), "returned");
    for (const int o : {c.connects_.object(), c.connect_failures_.object(), c.closes_.object(),
                        c.timeouts_.object(), c.resets_.object(), c.invalidations_.object(),
                        c.leaks_.object(), c.expected_wait_.object()})
      quiet(o);
  }
};

} // namespace leasehold::detail

namespace leasehold::explore {
namespace {

using namespace std::chrono_literals;
using detail::CoreTestAccess;
using detail::ThreadRecord;

using Held = Session<Driver>;

//===----------------------------------------------------------------------===//
// A pool, and what threads do with it
//===----------------------------------------------------------------------===//

constexpr auto forever = 24h; ///< who waits that long never gives up
constexpr auto a_while = 1s;  ///< may be over at any time

enum class Got { session, nothing, timeout, closed, cancelled, refused };

Options options(std::size_t size, std::size_t overflow = 0) {
  Options o;
  o.pool_size = size;
  o.max_overflow = overflow;
  o.pool_timeout = forever;
  o.pool_recycle = 0ms;
  o.pre_ping = false; // looks at the clock
  return o;
}

/// The way in that the language leaves: an explicit instantiation may name what is private.
template <auto Member> struct Reach {
  friend detail::Core *core_of(Pool<Driver> &pool) { return pool.*Member; }
};
template struct Reach<&Pool<Driver>::core_>;
detail::Core *core_of(Pool<Driver> &pool);

class World {
public:
  explicit World(const Options &o)
      : server(std::make_shared<Server>()), most(o.pool_size + o.max_overflow) {
    pool.emplace(Driver{server}, o);
    core = core_of(*pool);
    CoreTestAccess::prepare(*core);
  }
  World(const World &) = delete;
  World &operator=(const World &) = delete;
  ~World() = default;

  /// Acquires, uses, gives back.
  Got once(std::chrono::milliseconds timeout = forever, const std::stop_token &stop = {}) {
    try {
      Held s = pool->acquire(timeout, stop);
      use(s);
      return count(Got::session);
    } catch (const TimeoutError &) {
      return count(Got::timeout);
    } catch (const ClosedError &) {
      return count(Got::closed);
    } catch (const CancelledError &) {
      return count(Got::cancelled);
    } catch (const ConnectError &) {
      return count(Got::refused);
    }
  }
  Got try_once() {
    Held s = pool->try_acquire();
    if (!s)
      return count(Got::nothing);
    use(s);
    return count(Got::session);
  }
  static void use(Held &s) {
    s->take();
    s->leave();
  }
  Got count(Got what) {
    ++got[what];
    return what;
  }

  /// What holds when all have ended, in a pool that is open.
  void check_open() {
    check(CoreTestAccess::waiting(*core) == 0, "somebody is counted as waiting");
    check(CoreTestAccess::crowd_is_settled(*core), "settled, but not crowded");
    check(!CoreTestAccess::waits(*core), "somebody is queued");
    int idle = 0;
    for (std::size_t i = 0; i < CoreTestAccess::capacity(*core); ++i) {
      const std::uint32_t state = CoreTestAccess::state(*core, i);
      check(state == detail::idle || state == detail::empty, "a slot is lost");
      idle += state == detail::idle;
    }
    check(server->live == idle, "connections and slots do not agree");
    const Snapshot s = pool->snapshot();
    check(s.connects - s.closes == static_cast<std::uint64_t>(idle), "the counters do not add up");
    check_most();
  }
  void check_closed() {
    check(CoreTestAccess::waiting(*core) == 1U << 31, "somebody is counted as waiting");
    check(!CoreTestAccess::waits(*core), "somebody is queued");
    for (std::size_t i = 0; i < CoreTestAccess::capacity(*core); ++i)
      check(CoreTestAccess::state(*core, i) == detail::empty, "a slot is not closed");
    check(server->live == 0, "a connection is not closed");
    check_most();
  }
  void check_most() const {
    check(std::cmp_less_equal(server->most, most), "too many connections (P1)");
  }

  std::shared_ptr<Server> server;
  std::optional<Pool<Driver>> pool;
  detail::Core *core = nullptr;
  const std::size_t most;
  std::map<Got, int> got;
  std::vector<Held> kept; ///< taken before the threads begin
};

/// One for each thread of a case, and that of this thread.
std::vector<ThreadRecord *> records() {
  std::vector<ThreadRecord *> all{&detail::this_thread()};
  std::vector<std::jthread> threads;
  std::latch done(1);
  for (int i = 0; i < most_threads; ++i) {
    std::latch there(1);
    threads.emplace_back([&] {
      all.push_back(&detail::this_thread());
      there.count_down();
      done.wait();
    });
    there.wait();
  }
  done.count_down();
  return all;
}

using Body = std::function<void(World &)>;

/// Explores: `before` prepares the pool, the bodies are the threads, `after` looks.
enum class Fences { none, asymmetric, crowded };
Result every_run_with(Fences fences, const Options &o, const Body &before,
                      const std::vector<Body> &bodies, const Body &after, Limits limits) {
  light_fences = fences != Fences::none;
  crowded = fences == Fences::crowded;
  static const std::vector<ThreadRecord *> all = records();
  static const std::vector<detail::Lifeline *> lives{&detail::take_lifeline(),
                                                     &detail::take_lifeline()};
  // For a machine that has the time: how many runs of each case, without a limit of deviations.
  if (const char *runs = std::getenv("LEASEHOLD_EXPLORE_RUNS")) {
    limits.runs = std::strtoull(runs, nullptr, 10);
    limits.deviations = -1;
  }
  const auto start = detail::Clock::now();
  const Result r = explore(
      [&](Run &run) {
        for (ThreadRecord *t : all)
          t->pool = t->slot = 0;
        // They outlast the runs, also those that end early and give nothing back.
        detail::registry().lifelines = lives;
        auto world = std::make_shared<World>(o);
        if (before)
          before(*world);
        for (const Body &b : bodies)
          run.thread([world, &b] { b(*world); });
        run.after([world, &after] { after(*world); });
      },
      limits, [](int n) { detail::my_record = all[static_cast<std::size_t>(n) + 1]; });
  const auto ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(detail::Clock::now() - start).count();
  EXPECT_EQ(r.failure, "");
  EXPECT_TRUE(r.complete || !r.failure.empty()) << "not all runs were tried";
  testing::Test::RecordProperty("runs", std::to_string(r.runs));
  testing::Test::RecordProperty("deviations", limits.deviations);
  testing::Test::RecordProperty("complete", r.complete ? "yes" : "no");
  const std::string which =
      !r.complete ? "NOT ALL"
      : limits.deviations < 0
          ? "all there are"
          : "all with up to " + std::to_string(limits.deviations) + " deviations";
  std::printf("  %s%s: %llu runs (and %llu redundant) of up to %zu steps, %s, %lld ms\n",
              testing::UnitTest::GetInstance()->current_test_info()->name(),
              fences == Fences::none         ? ""
              : fences == Fences::asymmetric ? ", asymmetric fences"
                                             : ", crowded",
              static_cast<unsigned long long>(r.runs), static_cast<unsigned long long>(r.redundant),
              r.steps, which.c_str(), static_cast<long long>(ms));
  return r;
}

/// In all three ways of giving back; the large cases in one, unless LEASEHOLD_EXPLORE_FENCES is
/// set.
void every_run(const Options &o, const Body &before, const std::vector<Body> &bodies,
               const Body &after, const Limits &limits = {}) {
  const std::uint64_t large = std::getenv("LEASEHOLD_EXPLORE_FENCES") ? UINT64_MAX : 20'000;
  const Result r = every_run_with(Fences::none, o, before, bodies, after, limits);
  if (r.complete && r.runs < large) {
    every_run_with(Fences::asymmetric, o, before, bodies, after, limits);
    every_run_with(Fences::crowded, o, before, bodies, after, limits);
  }
  light_fences = crowded = false;
}

/// For what is too large to be tried in full.
Limits within(int deviations) {
  Limits l;
  l.deviations = deviations;
  return l;
}

const Body once = [](World &w) { w.once(); };
const Body twice = [](World &w) {
  w.once();
  w.once();
};
const Body briefly = [](World &w) { w.once(a_while); };
/// Connections that are open before the threads begin.
Body warm(std::size_t n) {
  return [n](World &w) {
    std::vector<Held> all;
    for (std::size_t i = 0; i < n; ++i)
      all.push_back(w.pool->acquire());
  };
}
Body keep(std::size_t n) {
  return [n](World &w) {
    for (std::size_t i = 0; i < n; ++i)
      w.kept.push_back(w.pool->acquire());
  };
}
Body give_back(std::size_t n) {
  return [n](World &w) {
    World::use(w.kept[n]);
    w.kept[n].release();
  };
}
/// All were served, and nothing is left.
Body served(int n) {
  return [n](World &w) {
    check(w.got[Got::session] == n, "somebody was not served");
    w.check_open();
  };
}

//===----------------------------------------------------------------------===//
// Acquiring and giving back
//===----------------------------------------------------------------------===//

TEST(EveryRun, TwoThreadsOneSlot) { every_run(options(1), nullptr, {once, once}, served(2)); }
TEST(EveryRun, TwoThreadsOneSlotThatIsOpen) {
  every_run(options(1), warm(1), {once, once}, served(2));
}
TEST(EveryRun, TwoThreadsTwoSlots) { every_run(options(2), nullptr, {once, once}, served(2)); }
TEST(EveryRun, OnceAndTwiceOneSlot) { every_run(options(1), warm(1), {twice, once}, served(3)); }
TEST(EveryRun, TwoThreadsTwiceOneSlot) {
  every_run(options(1), warm(1), {twice, twice}, served(4), within(4));
}
TEST(EveryRun, TwoWaitersOneSlot) {
  every_run(options(1), keep(1), {give_back(0), once, once}, served(2), within(3));
}
TEST(EveryRun, ThreeThreadsOneSlot) {
  every_run(options(1), warm(1), {once, once, once}, served(3), within(3));
}
TEST(EveryRun, ThreeThreadsTwoSlots) {
  every_run(options(2), warm(2), {once, once, once}, served(3));
}
/// The pool may stop being crowded while the one who made it so is still on the way.
TEST(EveryRun, ACrowdThatIsOverBeforeItBegan) {
  const auto back = [](std::size_t n) -> Body {
    return [n](World &w) {
      for (std::size_t i = 0; i < n; ++i)
        give_back(i)(w);
    };
  };
  every_run(options(2), keep(2), {back(2), once}, served(1));
  // What the one who is on the way counts must not end it again, for then nothing is to be seen.
  explore::crowd_over = 2;
  every_run(options(3), keep(3), {back(3), once}, served(1));
  explore::crowd_over = 1;
}
TEST(EveryRun, OneSlotAndOneOfOverflow) {
  every_run(options(1, 1), nullptr, {once, once}, served(2));
}
TEST(EveryRun, OverflowComesBackWhileOneWaits) {
  every_run(options(1, 1), keep(2), {give_back(1), once}, [](World &w) {
    w.kept.clear();
    served(1)(w);
  });
}
TEST(EveryRun, TheWayWithEvents) {
  Options o = options(1);
  o.events_on_checkout = true;
  every_run(o, warm(1), {once, once}, served(2));
}

//===----------------------------------------------------------------------===//
// Not waiting, not for ever, not at all
//===----------------------------------------------------------------------===//

TEST(EveryRun, AWaiterWhoseTimeIsUp) {
  every_run(options(1), warm(1), {once, briefly}, [](World &w) {
    check(w.got[Got::session] + w.got[Got::timeout] == 2, "neither served nor too late");
    w.check_open();
  });
}
TEST(EveryRun, AWaiterWhoseTimeIsUpAndOneWhoWaits) {
  every_run(
      options(1), keep(1), {give_back(0), briefly, once},
      [](World &w) {
        check(w.got[Got::session] + w.got[Got::timeout] == 2, "neither served nor too late");
        check(w.got[Got::session] >= 1, "who waits was not served");
        w.check_open();
      },
      within(3));
}
TEST(EveryRun, ACancelledWaiter) {
  auto stop = std::make_shared<std::stop_source>();
  every_run(
      options(1),
      [&](World &w) {
        *stop = std::stop_source();
        keep(1)(w);
      },
      {give_back(0), [&](World &w) { w.once(forever, stop->get_token()); },
       [&](World & /*w*/) { request_stop(*stop); }},
      [](World &w) {
        check(w.got[Got::session] + w.got[Got::cancelled] == 1, "neither served nor cancelled");
        w.check_open();
      });
}
TEST(EveryRun, ACancelledWaiterWhoIsNotServed) {
  auto stop = std::make_shared<std::stop_source>();
  every_run(
      options(1),
      [&](World &w) {
        *stop = std::stop_source();
        keep(1)(w);
      },
      {[&](World &w) { w.once(forever, stop->get_token()); },
       [&](World & /*w*/) { request_stop(*stop); }},
      [](World &w) {
        check(w.got[Got::cancelled] == 1, "not cancelled");
        w.kept.clear();
        w.check_open();
      });
}
TEST(EveryRun, MostWaiters) {
  Options o = options(1);
  o.max_waiters = 1;
  every_run(
      o, warm(1), {once, once, once},
      [](World &w) {
        check(w.got[Got::session] + w.got[Got::timeout] == 3, "neither served nor turned away");
        check(w.got[Got::session] >= 2, "who may wait was not served");
        w.check_open();
      },
      within(3));
}
TEST(EveryRun, TryAcquireAgainstGivingBack) {
  every_run(options(1), keep(1), {give_back(0), [](World &w) { w.try_once(); }, once},
            [](World &w) {
              check(w.got[Got::session] + w.got[Got::nothing] == 2, "lost");
              check(w.got[Got::session] >= 1, "who waits was not served");
              w.check_open();
            });
}

//===----------------------------------------------------------------------===//
// Connections that fail or are old
//===----------------------------------------------------------------------===//

TEST(EveryRun, AFailedConnectServesTheNext) {
  every_run(
      options(1),
      [](World &w) {
        w.server->refuses = true;
        w.server->refusals = 1;
      },
      {once, once},
      [](World &w) {
        check(w.got[Got::refused] == 1, "nobody was refused");
        check(w.got[Got::session] == 1, "the other was not served");
        w.check_open();
      });
}
TEST(EveryRun, InvalidatedWhileAcquired) {
  every_run(options(1), warm(1), {once, [](World &w) { w.pool->invalidate(); }, once},
            [](World &w) {
              check(w.pool->acquire()->number > 1, "an old connection was handed out");
              served(2)(w);
            });
}

//===----------------------------------------------------------------------===//
// The end of a pool
//===----------------------------------------------------------------------===//

const Body ended = [](World &w) {
  for (const auto &[what, times] : w.got)
    check(what == Got::session || what == Got::closed || times == 0, "neither served nor closed");
  w.check_closed();
};
Body close_within(std::chrono::milliseconds time) {
  return [time](World &w) { (void)w.pool->close(time); };
}

TEST(EveryRun, CloseAgainstGivingBack) {
  every_run(options(1), keep(1), {give_back(0), close_within(forever)}, ended);
}
TEST(EveryRun, CloseThatDoesNotWaitAgainstGivingBack) {
  every_run(options(1), keep(1), {give_back(0), close_within(0ms)}, ended);
}
TEST(EveryRun, CloseAgainstAcquire) {
  every_run(options(1), warm(1), {once, close_within(forever)}, ended);
}
TEST(EveryRun, CloseAgainstAcquireOfAnEmptySlot) {
  every_run(options(1), nullptr, {once, close_within(forever)}, ended);
}
TEST(EveryRun, CloseAgainstAWaiter) {
  every_run(options(1), keep(1), {give_back(0), once, close_within(forever)}, ended, within(3));
}

TEST(EveryRun, CloseAgainstAFailingConnect) {
  every_run(
      options(1),
      [](World &w) {
        w.server->refuses = true;
        w.server->refusals = 1;
      },
      {once, once, close_within(forever)},
      [](World &w) {
        check(w.got[Got::refused] + w.got[Got::session] + w.got[Got::closed] == 2, "lost");
        w.check_closed();
      },
      within(3));
}

const Body gone = [](World &w) {
  check(w.server->live == 0, "a connection is not closed");
  check(w.server.use_count() == 1, "the pool is not freed");
};
const Body destroy_pool = [](World &w) { w.pool.reset(); };

TEST(EveryRun, DestroyedWhileALeaseComesBack) {
  every_run(options(1), keep(1), {give_back(0), destroy_pool}, gone);
}
/// The one who gives back may look at what a later pool has by then, and that one may end, too.
TEST(EveryRun, DestroyedAndMadeAgainWhileALeaseComesBack) {
  const Body make_again = [](World &w) {
    w.pool.reset();
    w.pool.emplace(Driver{w.server}, options(1));
    CoreTestAccess::prepare(*core_of(*w.pool));
    Held s = w.pool->acquire();
    w.pool.reset();
    World::use(s);
  };
  every_run(options(1), keep(1), {give_back(0), make_again}, gone);
}
TEST(EveryRun, DestroyedWhileALeaseComesBackTheWayWithEvents) {
  Options o = options(1);
  o.events_on_checkout = true;
  every_run(o, keep(1), {give_back(0), destroy_pool}, gone);
}
TEST(EveryRun, DestroyedWhileOverflowComesBack) {
  every_run(options(1, 1), keep(2), {give_back(0), give_back(1), destroy_pool}, gone, within(3));
}
TEST(EveryRun, DestroyedWhileTwoLeasesComeBack) {
  every_run(options(2), keep(2), {give_back(0), give_back(1), destroy_pool}, gone, within(3));
}
TEST(EveryRun, DestroyedBeforeTwoLeasesComeBack) {
  every_run(
      options(2),
      [](World &w) {
        keep(2)(w);
        destroy_pool(w);
      },
      {give_back(0), give_back(1)}, gone);
}

} // namespace
} // namespace leasehold::explore
