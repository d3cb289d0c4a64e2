// Explorer.cpp: the fibers, and the runs.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "explore/Explorer.h"
#include "explore/Machine.h"
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <cxxabi.h>
#include <exception>
#include <new>

namespace leasehold::explore {

//===----------------------------------------------------------------------===//
// What was freed stays until the end of the run, so that its use is seen
//===----------------------------------------------------------------------===//

namespace {

struct Freed {
  void **all = nullptr;
  std::size_t size = 0, room = 0;
  bool keeps = false;
  void add(void *p) {
    if (size == room) {
      room = room ? 2 * room : 1024;
      void *more = std::realloc(static_cast<void *>(all), room * sizeof(void *));
      if (!more)
        std::abort();
      all = static_cast<void **>(more);
    }
    all[size++] = p;
  }
  void clear() {
    for (std::size_t i = 0; i < size; ++i)
      std::free(all[i]);
    size = 0;
  }
};
constinit Freed freed;

void *allocate(std::size_t size, std::size_t alignment) {
  size = (std::max<std::size_t>(size, 1) + alignment - 1) / alignment * alignment;
  if (void *p = std::aligned_alloc(alignment, size))
    return p;
  throw std::bad_alloc();
}
void discard(void *p) noexcept {
  if (p && freed.keeps)
    freed.add(p);
  else
    std::free(p);
}

} // namespace

//===----------------------------------------------------------------------===//
// Fibers
//===----------------------------------------------------------------------===//

Machine &Machine::get() {
  static auto *m = new Machine;
  return *m;
}

bool Machine::enabled(int actor) const {
  const Fiber &f = fibers_[index(actor % most_threads)];
  if (!f.started || f.ended)
    return false;
  const Step &s = f.next;
  if (actor >= most_threads)
    return f.waits && !f.woken && !s.patient;
  switch (s.kind) {
  case Step::lock:
    return objects_[index(s.object)].owner < 0;
  case Step::relock:
    return f.woken && objects_[index(s.mutex)].owner < 0;
  case Step::await:
    return objects_[index(s.object)].messages.size() > s.value;
  default:
    return true;
  }
}

/// Who takes the next step; -1: nobody can.
int Machine::choose() {
  Actors can = 0;
  for (int a = 0; a < actors; ++a)
    if (enabled(a))
      can |= bit(a);
  if (!can)
    return -1;
  if (!redundant_ && depth_ < nodes_.size()) {
    if (!(can & bit(nodes_[depth_].actor)))
      fail("the case does not do the same when it is run again");
    const Node &n = nodes_[depth_];
    asleep_ = n.asleep;
    seen_below_ = n.seen_below;
    deviations_ = n.deviations + !(n.usual & bit(n.actor));
    return n.actor;
  }
  Actors from = can;
  if (!redundant_) {
    from &= ~asleep_;
    redundant_ = from == 0;
    if (redundant_)
      from = can;
  }
  int actor = current_;
  if (actor == root || !(from & bit(actor)))
    for (actor = 0; !(from & bit(actor));)
      ++actor;
  if (!redundant_) {
    Node n;
    n.enabled = can;
    n.wanted = n.usual = bit(actor);
    n.deviations = deviations_;
    if (limits_.deviations >= 0) {
      // A thread that cannot go on leaves the choice to all.
      constexpr Actors threads = bit(most_threads) - 1;
      if (actor != current_)
        n.usual = can & threads ? can & threads : can;
      n.wanted = deviations_ < limits_.deviations ? can : n.usual;
    }
    n.asleep = asleep_;
    n.actor = actor;
    n.seen_below = seen_below_;
    nodes_.push_back(n);
  }
  return actor;
}

std::size_t Machine::pick(const std::vector<std::size_t> &options) {
  if (redundant_)
    return options.front();
  Node &n = nodes_[depth_];
  n.options = options.size();
  if (limits_.deviations >= 0 && deviations_ >= limits_.deviations)
    n.options = 1;
  if (n.option >= n.options)
    fail("the case does not do the same when it is run again");
  deviations_ += n.option > 0;
  return options[n.option];
}

/// Takes steps until it is somebody's turn.
void Machine::go_on() {
  for (;;) {
    if (lines_.size() >= limits_.steps)
      fail("no end after " + std::to_string(limits_.steps) + " steps");
    const int actor = choose();
    if (actor < 0) {
      for (int i = 0; i < threads_; ++i)
        if (!fiber(i).ended) {
          const Step &s = fiber(i).next;
          const bool sleeps = s.kind == Step::relock && !fiber(i).woken;
          fail("nobody can go on: thread " + std::to_string(i) +
               (sleeps ? " is not woken from " : " waits for ") +
               object_name(sleeps ? s.object : s.touches()));
        }
      switch_to(root);
      return;
    }
    const Step step = step_of(actor);
    const bool goes_on = execute(actor);
    if (!redundant_) {
      if (reduces() && depth_ + 1 >= nodes_.size())
        put_to_sleep(nodes_[depth_], actor, step);
      ++depth_;
    }
    if (goes_on) {
      switch_to(actor);
      return;
    }
  }
}

void Machine::switch_to(int n) {
  if (n == current_)
    return;
  Fiber &from = current(), &to = fiber(n);
  void *globals = abi::__cxa_get_globals();
  std::memcpy(from.exceptions.data(), globals, sizeof(from.exceptions));
  std::memcpy(globals, to.exceptions.data(), sizeof(to.exceptions));
  current_ = n;
  if (entering_)
    entering_(current_thread());
  swapcontext(&from.context, &to.context);
}

Fiber &Machine::take(const Step &step) {
  Fiber &f = current();
  if (!running_ || current_ == root || touch(step.object).quiet) {
    at_once(step);
    return f;
  }
  f.next = step;
  if (starting_)
    switch_to(root);
  else
    go_on();
  return f;
}

void Machine::fail(const std::string &what) {
  if (!running_) {
    std::fprintf(stderr, "%s\n", what.c_str());
    std::abort();
  }
  freed.keeps = running_ = false;
  failure_ = what;
  for (std::size_t i = 0; i < lines_.size(); ++i)
    failure_ += "\n  " + std::to_string(i + 1) + ". " + tell(lines_[i]);
  // The fibers are left as they stand, with all that they hold.
  current_ = root;
  if (entering_)
    entering_(-1);
  setcontext(&main_);
  std::abort();
}

void Machine::enter(int n) {
  Machine &m = get();
  try {
    m.fiber(n).body();
    m.fiber(n).body = nullptr;
  } catch (const std::exception &e) {
    m.fail("thread " + std::to_string(n) + " ends with an exception: " + e.what());
  } catch (...) {
    m.fail("thread " + std::to_string(n) + " ends with an exception");
  }
  m.fiber(n).ended = true;
  if (n == root)
    setcontext(&m.main_);
  else if (m.starting_)
    m.switch_to(root);
  else
    m.go_on();
  std::abort();
}

void Machine::start(int n, std::function<void()> body) {
  constexpr std::size_t stack = 256 * 1024;
  Fiber &f = fiber(n);
  if (!f.stack)
    f.stack = std::make_unique_for_overwrite<char[]>(stack);
  f.body = std::move(body);
  f.started = true;
  f.ended = f.waits = f.woken = f.timed_out = false;
  f.next = {};
  f.read = -1;
  f.exceptions = {};
  getcontext(&f.context);
  f.context.uc_stack.ss_sp = f.stack.get();
  f.context.uc_stack.ss_size = stack;
  f.context.uc_link = nullptr;
  makecontext(&f.context, reinterpret_cast<void (*)()>(&Machine::enter), 1, n);
}

//===----------------------------------------------------------------------===//
// Runs
//===----------------------------------------------------------------------===//

void Machine::run(const Case &make) {
  freed.clear();
  count_ = lasting_;
  for (int i = 0; i < lasting_; ++i) {
    Object &o = object(i);
    o.touched = {};
    o.messages = {{o.messages.back().value, -1, {}}};
    o.total = 0;
    o.view = {};
    o.accesses.clear();
    o.reads = o.writes = {};
  }
  for (std::size_t i = 0; i < fibers_.size(); ++i) {
    fibers_[i].started = false;
    fibers_[i].view = {};
    fibers_[i].view.clock[i] = 1;
  }
  views_used_ = depth_ = 0;
  redundant_ = false;
  deviations_ = 0;
  events_.clear();
  orders_ = {};
  asleep_ = 0;
  seen_below_ = {};
  lines_.clear();
  threads_ = 0;
  current_ = root;
  start(root, [this, &make] {
    auto run = std::make_unique<Run>();
    make(*run);
    threads_ = static_cast<int>(run->threads.size());
    if (threads_ > most_threads)
      fail("more threads than the explorer has room for");
    starting_ = true;
    for (int i = 0; i < threads_; ++i) {
      fiber(i).view.join(fiber(root).view, count_);
      start(i, std::move(run->threads[index(i)]));
      switch_to(i);
    }
    starting_ = false;
    go_on();
    for (int i = 0; i < threads_; ++i)
      fiber(root).view.join(fiber(i).view, count_);
    for (const auto &check : run->checks)
      check();
  });
  std::array<void *, 2> exceptions{};
  void *globals = abi::__cxa_get_globals();
  std::memcpy(exceptions.data(), globals, sizeof(exceptions));
  std::memset(globals, 0, sizeof(exceptions));
  running_ = freed.keeps = true;
  if (entering_)
    entering_(-1);
  swapcontext(&main_, &fiber(root).context);
  running_ = freed.keeps = false;
  std::memcpy(globals, exceptions.data(), sizeof(exceptions));
}

namespace {

/// While exploring, a crash is a failure like others, with the steps that led there.
class Crashes {
public:
  Crashes() {
    stack_t mine{};
    mine.ss_sp = stack_.data();
    mine.ss_size = stack_.size();
    sigaltstack(&mine, &stack_before_);
    struct sigaction action{};
    action.sa_handler = [](int /*signal*/) { fail("the run crashes"); };
    action.sa_flags = SA_ONSTACK | SA_NODEFER;
    sigaction(SIGSEGV, &action, &before_);
  }
  Crashes(const Crashes &) = delete;
  Crashes &operator=(const Crashes &) = delete;
  ~Crashes() {
    sigaction(SIGSEGV, &before_, nullptr);
    sigaltstack(&stack_before_, nullptr);
  }

private:
  std::vector<char> stack_ = std::vector<char>(64 * 1024);
  stack_t stack_before_{};
  struct sigaction before_{};
};

} // namespace

Result Machine::explore(const Case &make, const Limits &limits, std::function<void(int)> entering) {
  const Crashes crashes;
  Result result;
  stops(); // are there before the first run
  fences();
  limits_ = limits;
  entering_ = std::move(entering);
  nodes_.clear();
  failure_.clear();
  do {
    run(make);
    ++(redundant_ ? result.redundant : result.runs);
    result.steps = std::max(result.steps, lines_.size());
    if (!failure_.empty())
      break;
    result.complete = !next_attempt();
  } while (!result.complete && result.runs + result.redundant < limits.runs);
  result.failure = failure_;
  // Objects of a run that failed are never destroyed.
  count_ = lasting_;
  entering_ = nullptr;
  return result;
}

Result explore(const Case &make, const Limits &limits, std::function<void(int)> entering) {
  return Machine::get().explore(make, limits, std::move(entering));
}

//===----------------------------------------------------------------------===//
// The words
//===----------------------------------------------------------------------===//

int create(Thing thing, std::uint64_t value) { return Machine::get().create(thing, value); }
void destroy(int object) noexcept { Machine::get().destroy(object); }
void fail(const std::string &what) { Machine::get().fail(what); }
int self() { return Machine::get().current_thread(); }
void name(int object, const std::string &name) { Machine::get().touch(object).name = name; }
void quiet(int object) { Machine::get().touch(object).quiet = true; }

int stops() {
  static auto *all = new detail::sync::atomic<int>(0);
  return all->object();
}

bool light_fences = false;
bool crowded = false;
std::uint32_t crowd_over = 1;

int fences() {
  static auto *all = new detail::sync::atomic<int>(0);
  return all->object();
}

namespace {

Step step(Step::Kind kind, int object, std::memory_order order = std::memory_order_relaxed) {
  Step s;
  s.kind = kind;
  s.object = object;
  s.order = order;
  return s;
}

} // namespace

std::uint64_t load(int object, std::memory_order order) {
  return Machine::get().take(step(Step::load, object, order)).seen;
}

void store(int object, std::uint64_t value, std::memory_order order) {
  Step s = step(Step::store, object, order);
  s.value = value;
  Machine::get().take(s);
}

std::uint64_t change(int object, Change how, std::uint64_t value, std::memory_order order) {
  Step s = step(Step::change, object, order);
  s.how = how;
  s.value = value;
  return Machine::get().take(s).seen;
}

bool compare_exchange(int object, std::uint64_t &expected, std::uint64_t desired,
                      std::memory_order success, std::memory_order failure) {
  Step s = step(Step::compare, object, success);
  s.failure = failure;
  s.expected = expected;
  s.value = desired;
  const Fiber &f = Machine::get().take(s);
  expected = f.seen;
  return f.done;
}

void lock(int mutex) { Machine::get().take(step(Step::lock, mutex)); }
void unlock(int mutex) { Machine::get().take(step(Step::unlock, mutex)); }

bool wait(int condition, int mutex, bool patient) {
  Step s = step(Step::wait, condition);
  s.mutex = mutex;
  s.patient = patient;
  return !Machine::get().take(s).timed_out;
}

void notify(int condition, bool all) {
  Machine::get().take(step(all ? Step::notify_all : Step::notify_one, condition));
}

void yield() {
  const Fiber &f = Machine::get().current();
  if (f.read < 0)
    return;
  Step s = step(Step::await, f.read);
  s.value = f.read_at + 1;
  Machine::get().take(s);
}

void Tracked::read() {
  const Machine &m = Machine::get();
  const auto me = static_cast<std::size_t>(
      Machine::get().current_thread() < 0 ? root : Machine::get().current_thread());
  const View &v = Machine::get().current().view;
  if (!m.running())
    return;
  for (std::size_t i = 0; i < writes_.size(); ++i)
    if (i != me && v.clock[i] < writes_[i])
      fail("data race: thread " + std::to_string(me) +
           " reads what nothing orders after the write by thread " + std::to_string(i));
  reads_[me] = v.clock[me];
}

void Tracked::write() {
  read();
  const auto me = static_cast<std::size_t>(
      Machine::get().current_thread() < 0 ? root : Machine::get().current_thread());
  const View &v = Machine::get().current().view;
  for (std::size_t i = 0; i < reads_.size(); ++i)
    if (i != me && v.clock[i] < reads_[i])
      fail("data race: thread " + std::to_string(me) +
           " writes what nothing orders after the read by thread " + std::to_string(i));
  writes_[me] = v.clock[me];
}

} // namespace leasehold::explore

//===----------------------------------------------------------------------===//
// All of them, or the library's own would free what these allocate
//===----------------------------------------------------------------------===//

using leasehold::explore::allocate;
using leasehold::explore::discard;

void *operator new(std::size_t size) { return allocate(size, alignof(std::max_align_t)); }
void *operator new(std::size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<std::size_t>(alignment));
}
void operator delete(void *p) noexcept { discard(p); }
void operator delete(void *p, std::size_t /*size*/) noexcept { discard(p); }
void operator delete(void *p, std::align_val_t /*alignment*/) noexcept { discard(p); }
void operator delete(void *p, std::size_t /*size*/, std::align_val_t /*alignment*/) noexcept {
  discard(p);
}
