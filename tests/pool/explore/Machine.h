// Machine.h: what the explorer knows of one run: the memory, the threads and their next steps.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_EXPLORE_MACHINE_H
#define LEASEHOLD_EXPLORE_MACHINE_H

#include "explore/Explorer.h"
#include <algorithm>
#include <memory>
#include <ucontext.h>

namespace leasehold::explore {

constexpr int most_objects = 192;
/// Who takes steps: each thread, and for each the clock that may end its waiting.
constexpr int actors = 2 * most_threads;
constexpr int root = most_threads; ///< makes the case and checks it; takes no steps
using Actors = std::uint32_t;      ///< a set
constexpr Actors bit(int actor) { return Actors{1} << actor; }

/// What a thread may no longer fail to see: of other threads, how far they were; of each atomic,
/// which of its writes.
struct View {
  std::array<std::uint32_t, most_threads + 1> clock{};
  std::array<std::uint16_t, most_objects> at{};
  void join(const View &other, int objects) {
    for (std::size_t i = 0; i < clock.size(); ++i)
      clock[i] = std::max(clock[i], other.clock[i]);
    for (std::size_t i = 0; i < static_cast<std::size_t>(objects); ++i)
      at[i] = std::max(at[i], other.at[i]);
  }
};

/// Of each actor, how many steps of the run come before because one needs the other.
struct Order {
  std::array<std::uint16_t, actors> step{};
  void join(const Order &other) {
    for (std::size_t i = 0; i < step.size(); ++i)
      step[i] = std::max(step[i], other.step[i]);
  }
};

/// A write that was made to an atomic.
struct Message {
  std::uint64_t value = 0;
  int view = -1; ///< that an acquiring reader takes over; -1: none
  Order order;
};

/// A step that touched an object.
struct Access {
  std::uint16_t event = 0;
  bool writes = false, total = false; ///< total: of sequentially consistent order
};

struct Object {
  Thing thing = Thing::atomic;
  bool dead = false, quiet = false;
  std::string name;
  std::array<std::uint32_t, most_threads + 1> touched{}; ///< when, by each thread's clock
  // An atomic: its writes, and which is the last of sequentially consistent order.
  std::vector<Message> messages;
  std::size_t total = 0;
  // A mutex.
  int owner = -1;
  View view;
  // A condition: who waits.
  std::vector<int> waiters;
  // Who needs whom.
  std::vector<Access> accesses;
  Order reads, writes;
};

struct Step {
  enum Kind : std::uint8_t {
    none,
    load,
    store,
    change,
    compare,
    lock,
    unlock,
    wait,   ///< gives up the mutex and queues
    relock, ///< woken
    timeout,
    notify_one,
    notify_all,
    await, ///< in a loop, until there is something else to read
  };
  Kind kind = none;
  int object = -1, mutex = -1;
  std::memory_order order{}, failure{};
  Change how{};
  bool patient = false;
  std::uint64_t value = 0, expected = 0;
  /// What two steps must share for their order to matter.
  [[nodiscard]] int touches() const { return kind == relock ? mutex : object; }
  [[nodiscard]] bool total() const { return order == std::memory_order_seq_cst; }
};

struct Event {
  int actor = 0;
  Order order;
};

/// A step that was taken, for people.
struct Line {
  int actor = 0;
  Step step;
  std::uint64_t seen = 0;
  std::size_t stale = 0; ///< how many writes behind
  bool done = true;
};

struct Fiber {
  ucontext_t context{};
  std::unique_ptr<char[]> stack;
  std::function<void()> body;
  bool started = false, ended = false;
  Step next;
  // What the step brought.
  std::uint64_t seen = 0;
  bool done = false;
  // Waiting for a condition.
  bool waits = false, woken = false, timed_out = false;
  Order waker;
  int read = -1; ///< the object read last, and which of its writes
  std::size_t read_at = 0;
  View view;
  /// The C++ runtime's: exceptions being handled, and how many are under way.
  std::array<void *, 2> exceptions{};
};

/// A point of decision, kept from run to run.
struct Node {
  Actors enabled = 0, wanted = 0, tried = 0, asleep = 0;
  int actor = 0;
  std::size_t option = 0, options = 1;
  Actors usual = 0;   ///< who may go on without this being a deviation
  int deviations = 0; ///< up to here
  /// For a load that is next: the writes below were read from in runs that were tried.
  std::array<std::uint16_t, actors> seen_below{};
};

class Machine {
public:
  static Machine &get();

  Result explore(const Case &make, const Limits &limits, std::function<void(int)> entering);

  // What the words do.
  int create(Thing thing, std::uint64_t value);
  void destroy(int object);
  /// Takes a step of the current thread, when its turn comes.
  Fiber &take(const Step &step);
  Object &touch(int object, int thread = -1);
  Fiber &current() { return fibers_[static_cast<std::size_t>(current_)]; }
  [[nodiscard]] int current_thread() const { return current_ == root ? -1 : current_; }
  [[nodiscard]] bool running() const { return running_; }
  [[noreturn]] void fail(const std::string &what);

private:
  Fiber &fiber(int n) { return fibers_[static_cast<std::size_t>(n)]; }
  Object &object(int n) { return objects_[static_cast<std::size_t>(n)]; }
  static std::size_t index(int n) { return static_cast<std::size_t>(n); }

  // Memory.cpp: the steps.
  void at_once(const Step &step);
  /// True: the thread goes on.
  bool execute(int actor);
  bool execute_atomic(int actor, const Step &step);
  void execute_lock(int actor, const Step &step);
  void execute_notify(int actor, const Step &step);
  /// One of them, another one in each run.
  std::size_t pick(const std::vector<std::size_t> &options);
  [[nodiscard]] bool within(int view, int other) const;
  [[nodiscard]] std::vector<std::size_t> visible(int actor, int object, std::memory_order order,
                                                 const std::uint64_t *but) const;
  void read(int thread, int object, std::size_t at, std::memory_order order);
  void write(int thread, int object, std::uint64_t value, std::memory_order order, int after);
  void release(int thread, View &into);
  std::string tell(const Line &line);
  std::string object_name(int n);
  static std::uint64_t apply(Change how, std::uint64_t value, std::uint64_t by);

  // Search.cpp: who needs whom, and what is left to try.
  void race(int actor, int object, bool against_reads, bool against_writes,
            bool only_total = false);
  void want(std::size_t event, int actor, const Order &past);
  void note(int actor, int object, bool writes, bool total);
  void put_to_sleep(const Node &node, int actor, const Step &step);
  [[nodiscard]] bool next_attempt();
  [[nodiscard]] bool wakes(int asleep, const Step &step) const;
  [[nodiscard]] Step step_of(int actor) const;

  // Explorer.cpp: the fibers.
  [[nodiscard]] bool enabled(int actor) const;
  [[nodiscard]] int choose();
  void go_on();
  void switch_to(int n);
  void run(const Case &make);
  void start(int n, std::function<void()> body);
  static void enter(int n);

  std::vector<Object> objects_ = std::vector<Object>(most_objects);
  int lasting_ = 0, count_ = 0; ///< objects made outside of runs, and all
  std::array<Fiber, most_threads + 1> fibers_;
  ucontext_t main_{};
  int threads_ = 0, current_ = root;
  bool running_ = false, starting_ = false, finished_ = false;
  std::vector<View> views_; ///< of messages
  std::size_t views_used_ = 0;

  std::vector<Node> nodes_;
  std::size_t depth_ = 0; ///< steps of this run
  bool redundant_ = false;
  int deviations_ = 0;
  /// Are equal runs being left out?
  [[nodiscard]] bool reduces() const { return !redundant_ && limits_.deviations < 0; }
  std::vector<Event> events_;
  std::array<Order, actors> orders_;
  Actors asleep_ = 0; ///< at the next node
  std::array<std::uint16_t, actors> seen_below_{};
  bool writes_ = false; ///< the step that was just taken
  std::size_t messages_before_ = 0;

  std::vector<Line> lines_;
  Limits limits_;
  std::function<void(int)> entering_;
  std::string failure_;
};

} // namespace leasehold::explore

#endif // LEASEHOLD_EXPLORE_MACHINE_H
