// ExplorerTest.cpp: the explorer finds what it is there to find, and nothing else.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "explore/Explorer.h"
#include <cstdlib>
#include <gtest/gtest.h>
#include <random>
#include <set>

namespace leasehold::explore {
namespace {

using detail::sync::atomic;
using detail::sync::condition_variable;
using detail::sync::mutex;
using std::memory_order_acquire;
using std::memory_order_relaxed;
using std::memory_order_release;
using std::memory_order_seq_cst;

/// Everything that `threads` can leave in what `outcome` returns, over all runs.
struct Outcomes {
  std::set<std::string> seen;
  Result result;
};

template <class Shared>
Outcomes outcomes(const std::vector<std::function<void(Shared &)>> &threads,
                  const std::function<std::string(Shared &)> &outcome) {
  Outcomes all;
  all.result = explore([&](Run &run) {
    auto shared = std::make_shared<Shared>();
    for (const auto &t : threads)
      run.thread([shared, t] { t(*shared); });
    run.after([shared, outcome, &all] { all.seen.insert(outcome(*shared)); });
  });
  EXPECT_TRUE(all.result.complete);
  EXPECT_EQ(all.result.failure, "");
  return all;
}

struct TwoWords {
  atomic<int> x{0}, y{0};
  int a = -1, b = -1, c = -1, d = -1;
};
using Seen = std::set<std::string>;
std::string both(const TwoWords &w) { return std::to_string(w.a) + std::to_string(w.b); }

//===----------------------------------------------------------------------===//
// What reads may see: the usual litmus tests
//===----------------------------------------------------------------------===//

Seen store_buffering(std::memory_order write, std::memory_order read) {
  return outcomes<TwoWords>({[=](TwoWords &w) {
                               w.x.store(1, write);
                               w.a = w.y.load(read);
                             },
                             [=](TwoWords &w) {
                               w.y.store(1, write);
                               w.b = w.x.load(read);
                             }},
                            both)
      .seen;
}

TEST(Explorer, StoreBuffering) {
  EXPECT_EQ(store_buffering(memory_order_seq_cst, memory_order_seq_cst), (Seen{"01", "10", "11"}));
  const Seen all{"00", "01", "10", "11"};
  EXPECT_EQ(store_buffering(memory_order_release, memory_order_seq_cst), all);
  EXPECT_EQ(store_buffering(memory_order_seq_cst, memory_order_acquire), all);
  EXPECT_EQ(store_buffering(memory_order_relaxed, memory_order_relaxed), all);
}

Seen message_passing(std::memory_order write, std::memory_order read) {
  return outcomes<TwoWords>({[=](TwoWords &w) {
                               w.x.store(1, memory_order_relaxed);
                               w.y.store(1, write);
                             },
                             [=](TwoWords &w) {
                               w.a = w.y.load(read);
                               w.b = w.x.load(memory_order_relaxed);
                             }},
                            both)
      .seen;
}

TEST(Explorer, MessagePassing) {
  EXPECT_EQ(message_passing(memory_order_release, memory_order_acquire), (Seen{"00", "01", "11"}));
  EXPECT_EQ(message_passing(memory_order_seq_cst, memory_order_seq_cst), (Seen{"00", "01", "11"}));
  const Seen all{"00", "01", "10", "11"};
  EXPECT_EQ(message_passing(memory_order_relaxed, memory_order_acquire), all);
  EXPECT_EQ(message_passing(memory_order_release, memory_order_relaxed), all);
}

TEST(Explorer, AReadModifyWriteContinuesARelease) {
  const auto seen = outcomes<TwoWords>({[](TwoWords &w) {
                                          w.x.store(1, memory_order_relaxed);
                                          w.y.store(1, memory_order_release);
                                        },
                                        [](TwoWords &w) { w.y.fetch_add(1, memory_order_relaxed); },
                                        [](TwoWords &w) {
                                          w.a = w.y.load(memory_order_acquire);
                                          w.b = w.x.load(memory_order_relaxed);
                                        }},
                                       both)
                        .seen;
  EXPECT_EQ(seen, (Seen{"00", "01", "10", "11", "21"}))
      << "10: only the increment; 2 is after both";
}

TEST(Explorer, ReadsOfOneWordDoNotGoBack) {
  const auto seen = outcomes<TwoWords>({[](TwoWords &w) {
                                          w.x.store(1, memory_order_relaxed);
                                          w.x.store(2, memory_order_relaxed);
                                        },
                                        [](TwoWords &w) {
                                          w.a = w.x.load(memory_order_relaxed);
                                          w.b = w.x.load(memory_order_relaxed);
                                        }},
                                       both)
                        .seen;
  EXPECT_EQ(seen, (Seen{"00", "01", "02", "11", "12", "22"}));
}

TEST(Explorer, TwoReadersMayDisagreeOnTheOrderOfTwoWritesUnlessItIsTotal) {
  auto readers = [](std::memory_order order) {
    return outcomes<TwoWords>(
               {[=](TwoWords &w) { w.x.store(1, order); },
                [=](TwoWords &w) { w.y.store(1, order); },
                [=](TwoWords &w) {
                  w.a = w.x.load(order == memory_order_release ? memory_order_acquire : order);
                  w.b = w.y.load(order == memory_order_release ? memory_order_acquire : order);
                },
                [=](TwoWords &w) {
                  w.c = w.y.load(order == memory_order_release ? memory_order_acquire : order);
                  w.d = w.x.load(order == memory_order_release ? memory_order_acquire : order);
                }},
               [](TwoWords &w) { return both(w) + std::to_string(w.c) + std::to_string(w.d); })
        .seen;
  };
  EXPECT_EQ(readers(memory_order_release).size(), 16U);
  const Seen total = readers(memory_order_seq_cst);
  EXPECT_EQ(total.size(), 15U);
  EXPECT_FALSE(total.contains("1010"));
}

//===----------------------------------------------------------------------===//
// All runs, and few twice
//===----------------------------------------------------------------------===//

TEST(Explorer, IndependentThreadsRunOnce) {
  const auto all = outcomes<TwoWords>({[](TwoWords &w) {
                                         for (int i = 0; i < 5; ++i)
                                           w.x.fetch_add(1);
                                       },
                                       [](TwoWords &w) {
                                         for (int i = 0; i < 5; ++i)
                                           w.y.fetch_add(1);
                                       }},
                                      [](TwoWords &w) { return std::to_string(w.x + w.y); });
  EXPECT_EQ(all.result.runs + all.result.redundant, 1U);
  EXPECT_EQ(all.seen, Seen{"10"});
}

TEST(Explorer, EveryOrderOfChangesToOneWordOnce) {
  auto thrice = [](TwoWords &w) {
    for (int i = 0; i < 3; ++i)
      w.x.fetch_add(1);
  };
  const auto all =
      outcomes<TwoWords>({thrice, thrice, thrice}, [](TwoWords &w) { return std::to_string(w.x); });
  EXPECT_EQ(all.result.runs, 1680U) << "9! / (3! 3! 3!)";
  EXPECT_EQ(all.result.redundant, 0U);
  EXPECT_EQ(all.seen, Seen{"9"});
}

TEST(Explorer, LocksInEveryOrder) {
  struct Shared {
    mutex m;
    Tracked variable;
    std::string order;
  };
  auto once = [](char name) {
    return [name](Shared &s) {
      const std::scoped_lock lock(s.m);
      s.variable.write();
      s.order += name;
    };
  };
  const auto all =
      outcomes<Shared>({once('a'), once('b'), once('c')}, [](Shared &s) { return s.order; });
  EXPECT_EQ(all.seen.size(), 6U);
  EXPECT_EQ(all.result.runs, 6U);
}

/// Small programs by chance.
struct Program {
  struct Word {
    int kind, object, value;
    std::memory_order order;
  };
  std::vector<std::vector<Word>> threads;

  explicit Program(std::mt19937 &chance) {
    auto one_of = [&](std::size_t n) {
      return std::uniform_int_distribution<std::size_t>(0, n - 1)(chance);
    };
    constexpr std::array orders{memory_order_relaxed, memory_order_acquire, memory_order_release,
                                memory_order_seq_cst, memory_order_seq_cst};
    threads.resize(2 + one_of(2));
    for (auto &t : threads) {
      t.resize(2 + one_of(threads.size() == 2 ? 4 : 2));
      for (Word &w : t) {
        w.kind = static_cast<int>(one_of(8));
        w.object = static_cast<int>(one_of(2));
        w.value = static_cast<int>(1 + one_of(2));
        w.order = orders[one_of(orders.size())];
      }
    }
  }

  struct Shared {
    std::array<atomic<int>, 2> words;
    mutex m;
    condition_variable c;
    std::array<std::string, most_threads> log;
    std::string under_lock;
  };
  void run(Shared &s, std::size_t thread) const {
    for (const Word &w : threads[thread]) {
      atomic<int> &x = s.words[static_cast<std::size_t>(w.object)];
      const bool loads = w.order == memory_order_release, stores = w.order == memory_order_acquire;
      int seen = 0;
      switch (w.kind) {
      case 0:
      case 1:
        seen = x.load(loads ? memory_order_acquire : w.order);
        break;
      case 2:
      case 3:
        x.store(w.value, stores ? memory_order_release : w.order);
        break;
      case 4:
        seen = x.fetch_add(w.value, w.order);
        break;
      case 5: {
        seen = w.value - 1;
        seen += x.compare_exchange_strong(seen, 7, w.order, loads ? memory_order_relaxed : w.order)
                    ? 100
                    : 0;
        break;
      }
      case 6: {
        const std::scoped_lock lock(s.m);
        s.under_lock += std::to_string(thread);
        s.c.notify_one();
        break;
      }
      default: {
        std::unique_lock lock(s.m);
        s.under_lock += std::to_string(thread);
        seen = s.c.wait_until(lock, std::chrono::steady_clock::now()) == std::cv_status::timeout;
        s.under_lock += std::to_string(thread);
      }
      }
      s.log[thread] += std::to_string(seen) + ' ';
    }
  }
  [[nodiscard]] Outcomes all(const Limits &limits) const {
    Outcomes o;
    o.result = explore(
        [&](Run &run) {
          auto shared = std::make_shared<Shared>();
          for (std::size_t i = 0; i < threads.size(); ++i)
            run.thread([this, shared, i] { this->run(*shared, i); });
          run.after([shared, &o] {
            std::string text = shared->under_lock;
            for (const std::string &l : shared->log)
              text += '|' + l;
            for (const atomic<int> &w : shared->words)
              text += ' ' + std::to_string(w.load());
            o.seen.insert(text);
          });
        },
        limits);
    return o;
  }
};

TEST(Explorer, WhatIsLeftOutIsEqual) {
  const char *programs = std::getenv("LEASEHOLD_EXPLORER_PROGRAMS");
  std::mt19937 chance(1); // NOLINT(cert-msc51-cpp): the same ones each time
  std::uint64_t few = 0, many = 0;
  int compared = 0;
  for (int i = programs ? std::atoi(programs) : 60; i > 0; --i) {
    const Program p(chance);
    Limits without;
    without.deviations = 1'000'000;
    without.runs = 5'000;
    const Outcomes expected = p.all(without), got = p.all({});
    ASSERT_EQ(expected.result.failure, "");
    ASSERT_EQ(got.result.failure, "");
    ASSERT_TRUE(got.result.complete);
    if (expected.result.complete) {
      ASSERT_EQ(got.seen, expected.seen) << "program " << i;
      ++compared;
    }
    few += got.result.runs + got.result.redundant;
    many += expected.result.runs;
  }
  std::printf("  %d programs compared, %llu runs instead of %llu\n", compared,
              static_cast<unsigned long long>(few), static_cast<unsigned long long>(many));
}

//===----------------------------------------------------------------------===//
// What is wrong is found
//===----------------------------------------------------------------------===//

template <class Shared>
std::string failure(const std::vector<std::function<void(Shared &)>> &threads,
                    const std::function<void(Shared &)> &after = nullptr) {
  const Result r = explore([&](Run &run) {
    auto shared = std::make_shared<Shared>();
    for (const auto &t : threads)
      run.thread([shared, t] { t(*shared); });
    run.after([shared, &after] {
      if (after)
        after(*shared);
    });
  });
  if (r.failure.empty()) {
    EXPECT_TRUE(r.complete);
  }
  return r.failure.substr(0, r.failure.find('\n'));
}

TEST(Explorer, ALostUpdate) {
  auto increment = [](TwoWords &w) { w.x.store(w.x.load() + 1); };
  EXPECT_EQ(failure<TwoWords>({increment, increment},
                              [](TwoWords &w) { check(w.x == 2, "an update is lost"); }),
            "an update is lost");
}

/// A lock, and what it protects.
struct Guarded {
  atomic<int> x{0}, y{0};
  Tracked variable;
};

std::string spinning(std::memory_order lock, std::memory_order unlock) {
  auto thread = [=](Guarded &g) {
    int expected = 0;
    while (!g.x.compare_exchange_strong(expected, 1, lock, memory_order_relaxed)) {
      expected = 0;
      detail::sync::yield();
    }
    g.variable.write();
    g.x.store(0, unlock);
  };
  return failure<Guarded>({thread, thread, thread});
}

TEST(Explorer, ASpinLock) {
  EXPECT_EQ(spinning(memory_order_acquire, memory_order_release), "");
  EXPECT_NE(spinning(memory_order_relaxed, memory_order_release).find("data race"),
            std::string::npos);
  EXPECT_NE(spinning(memory_order_acquire, memory_order_relaxed).find("data race"),
            std::string::npos);
}

std::string dekker(std::memory_order order) {
  return failure<Guarded>({[=](Guarded &g) {
                             g.x.store(1, order);
                             if (g.y.load(order) == 0)
                               g.variable.write();
                           },
                           [=](Guarded &g) {
                             g.y.store(1, order);
                             if (g.x.load(order) == 0)
                               g.variable.write();
                           }});
}

TEST(Explorer, Dekker) {
  EXPECT_EQ(dekker(memory_order_seq_cst), "");
  EXPECT_NE(dekker(memory_order_relaxed).find("data race"), std::string::npos);
}

struct Signal {
  mutex m;
  condition_variable c;
  bool set = false;
  int result = 0;
};
using Clock = std::chrono::steady_clock;

TEST(Explorer, AMissingNotify) {
  auto waiter = [](Signal &s) {
    std::unique_lock lock(s.m);
    s.c.wait(lock, [&] { return s.set; });
  };
  auto set = [](Signal &s) {
    const std::scoped_lock lock(s.m);
    s.set = true;
  };
  EXPECT_EQ(failure<Signal>({waiter,
                             [&](Signal &s) {
                               set(s);
                               s.c.notify_one();
                             }}),
            "");
  EXPECT_NE(failure<Signal>({waiter, set}).find("nobody can go on"), std::string::npos);
  // And one that comes between the look and the wait.
  EXPECT_NE(failure<Signal>({[](Signal &s) {
                               bool is = false;
                               {
                                 const std::scoped_lock lock(s.m);
                                 is = s.set;
                               }
                               std::unique_lock lock(s.m);
                               if (!is)
                                 s.c.wait(lock);
                             },
                             [&](Signal &s) {
                               set(s);
                               s.c.notify_one();
                             }})
                .find("nobody can go on"),
            std::string::npos);
}

TEST(Explorer, AWaitThatMayBeOver) {
  auto waiter = [](std::chrono::hours hours) {
    return [hours](Signal &s) {
      std::unique_lock lock(s.m);
      while (!s.set)
        if (s.c.wait_until(lock, Clock::now() + hours) == std::cv_status::timeout) {
          s.result = s.set ? 1 : 2;
          return;
        }
      s.result = 3;
    };
  };
  auto set = [](Signal &s) {
    {
      const std::scoped_lock lock(s.m);
      s.set = true;
    }
    s.c.notify_one();
  };
  auto result = [](Signal &s) { return std::to_string(s.result); };
  EXPECT_EQ(outcomes<Signal>({waiter(std::chrono::hours(0)), set}, result).seen,
            (Seen{"1", "2", "3"}));
  EXPECT_EQ(outcomes<Signal>({waiter(std::chrono::hours(24)), set}, result).seen, Seen{"3"});
}

TEST(Explorer, TwoLocksInTwoOrders) {
  struct Shared {
    mutex a, b;
  };
  EXPECT_NE(failure<Shared>({[](Shared &s) {
                               const std::lock_guard a(s.a);
                               const std::lock_guard b(s.b);
                             },
                             [](Shared &s) {
                               const std::lock_guard b(s.b);
                               const std::lock_guard a(s.a);
                             }})
                .find("nobody can go on"),
            std::string::npos);
}

TEST(Explorer, UseAfterDestruction) {
  struct Shared {
    atomic<bool> done{false};
    atomic<int> *word = new atomic<int>(0);
  };
  auto uses = [](std::memory_order order) {
    return [order](Shared &s) {
      s.word->store(1);
      s.done.store(true, order);
    };
  };
  auto destroys = [](Shared &s) {
    while (!s.done.load(memory_order_acquire))
      detail::sync::yield();
    delete s.word;
  };
  EXPECT_EQ(failure<Shared>({uses(memory_order_release), destroys}), "");
  EXPECT_NE(failure<Shared>({uses(memory_order_relaxed), destroys}).find("nothing orders"),
            std::string::npos);
  EXPECT_NE(failure<Shared>({uses(memory_order_release), [](Shared &s) { delete s.word; }}), "");
}

TEST(Explorer, AStopIsSeenOrNot) {
  struct Shared {
    std::stop_source source;
    atomic<int> called{0};
    int at_end = -1;
  };
  const auto all = outcomes<Shared>(
      {[](Shared &s) {
         auto *alive = new atomic<int>(1);
         {
           const detail::sync::stop_callback callback(s.source.get_token(), [&s, alive] {
             alive->store(2);
             s.called.fetch_add(1);
           });
         }
         s.at_end = s.called;
         delete alive; // the callback is over
       },
       [](Shared &s) { request_stop(s.source); }},
      [](Shared &s) { return std::to_string(s.at_end) + std::to_string(s.called); });
  EXPECT_EQ(all.seen, (Seen{"00", "11"}));
}

TEST(Explorer, AnExceptionIsHandledWhileOthersThrow) {
  struct Shared {
    atomic<int> x{0};
    std::string log;
  };
  auto throws = [](char name) {
    return [name](Shared &s) {
      try {
        throw std::string(1, name);
      } catch (const std::string & /*e*/) {
        s.x.fetch_add(1);
        try {
          throw;
        } catch (const std::string &again) {
          s.log += again;
        }
      }
    };
  };
  EXPECT_EQ(outcomes<Shared>({throws('a'), throws('b')}, [](Shared &s) { return s.log; }).seen,
            (Seen{"ab", "ba"}));
}

} // namespace
} // namespace leasehold::explore
