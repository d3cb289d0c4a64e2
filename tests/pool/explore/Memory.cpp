// Memory.cpp: what each step does, in the memory of C++.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An atomic is the list of all that was written to it. A read sees any entry that is not older than
// one that the thread must know: its own, those it read before, those that happen before it, and,
// when both are sequentially consistent, the last such write. A read-modify-write sees the last.
// Writes are appended: that two threads' writes to one atomic end up in another order than that in
// which the explorer took them is not modelled unless another order of steps gives it, nor are
// reads from writes that come later in the program's order (load buffering).

#include "explore/Machine.h"
#include <numeric>
#include <sstream>

namespace leasehold::explore {

namespace {

bool acquires(std::memory_order o) {
  return o == std::memory_order_acquire || o == std::memory_order_consume ||
         o == std::memory_order_acq_rel || o == std::memory_order_seq_cst;
}
bool releases(std::memory_order o) {
  return o == std::memory_order_release || o == std::memory_order_acq_rel ||
         o == std::memory_order_seq_cst;
}
constexpr auto total_order = std::memory_order_seq_cst;

} // namespace

std::uint64_t Machine::apply(Change how, std::uint64_t value, std::uint64_t by) {
  switch (how) {
  case Change::exchange:
    return by;
  case Change::add:
    return value + by;
  case Change::subtract:
    return value - by;
  case Change::unite:
    return value | by;
  case Change::intersect:
    return value & by;
  }
  return by;
}

int Machine::create(Thing thing, std::uint64_t value) {
  if (count_ == most_objects)
    fail("more objects than the explorer has room for");
  Object &o = object(count_);
  o.thing = thing;
  o.dead = o.quiet = false;
  o.name.clear();
  o.touched = {};
  o.messages.assign(1, {value, -1, {}});
  o.total = 0;
  o.owner = -1;
  o.view = {};
  o.waiters.clear();
  o.accesses.clear();
  o.reads = o.writes = {};
  if (running_) {
    // Who sees the object at all sees that it was made.
    o.touched[index(current_)] = current().view.clock[index(current_)];
  } else {
    lasting_ = count_ + 1;
  }
  return count_++;
}

void Machine::destroy(int n) {
  if (!running_)
    return;
  Object &o = touch(n);
  if (o.owner >= 0)
    fail(object_name(n) + " is destroyed while locked");
  if (!o.waiters.empty())
    fail(object_name(n) + " is destroyed while waited for");
  const View &v = current().view;
  for (std::size_t i = 0; i < o.touched.size(); ++i)
    if (i != index(current_) && v.clock[i] < o.touched[i])
      fail(object_name(n) + " is destroyed by thread " + std::to_string(current_) +
           ", and nothing orders that after its use by thread " + std::to_string(i));
  o.dead = true;
}

Object &Machine::touch(int n, int thread) {
  if (n < 0 || n >= count_ || object(n).dead)
    fail(object_name(n) + " is used by thread " + std::to_string(thread < 0 ? current_ : thread) +
         " after its destruction");
  return object(n);
}

/// The newest value, without a step: outside of the threads, and for quiet objects.
void Machine::at_once(const Step &step) {
  Fiber &f = current();
  Object &o = object(step.object);
  f.done = f.timed_out = true;
  if (running_)
    touch(step.object).touched[index(current_)] = f.view.clock[index(current_)];
  if (o.thing != Thing::atomic)
    return;
  Message &last = o.messages.back();
  f.seen = last.value;
  switch (step.kind) {
  case Step::store:
    last.value = step.value;
    break;
  case Step::change:
    last.value = apply(step.how, last.value, step.value);
    break;
  case Step::compare:
    f.done = last.value == step.expected;
    if (f.done)
      last.value = step.value;
    break;
  default:
    break;
  }
}

void Machine::release(int thread, View &into) {
  Fiber &f = fiber(thread);
  into.join(f.view, count_);
  ++f.view.clock[index(thread)];
}

void Machine::read(int thread, int n, std::size_t at, std::memory_order order) {
  Fiber &f = fiber(thread);
  const Message &m = object(n).messages[at];
  f.seen = m.value;
  f.view.at[index(n)] = std::max(f.view.at[index(n)], static_cast<std::uint16_t>(at));
  if (acquires(order) && m.view >= 0)
    f.view.join(views_[index(m.view)], count_);
  f.read = n;
  f.read_at = at;
}

/// `after`: the view of the message that a read-modify-write continues.
void Machine::write(int thread, int n, std::uint64_t value, std::memory_order order, int after) {
  Fiber &f = fiber(thread);
  Object &o = object(n);
  Message m;
  m.value = value;
  m.view = after;
  const std::size_t at = o.messages.size();
  f.view.at[index(n)] = static_cast<std::uint16_t>(at);
  if (releases(order)) {
    if (views_used_ == views_.size())
      views_.emplace_back();
    m.view = static_cast<int>(views_used_++);
    View &v = views_[index(m.view)];
    v = after >= 0 ? views_[index(after)] : View{};
    release(thread, v);
  }
  o.messages.push_back(m);
  if (order == total_order)
    o.total = at;
  f.read = n;
  f.read_at = at;
}

/// Is everything that the first message hands on also in the second?
bool Machine::within(int view, int other) const {
  if (view < 0 || view == other)
    return true;
  if (other < 0)
    return false;
  const View &a = views_[index(view)], &b = views_[index(other)];
  for (std::size_t i = 0; i < a.clock.size(); ++i)
    if (a.clock[i] > b.clock[i])
      return false;
  for (std::size_t i = 0; i < index(count_); ++i)
    if (a.at[i] > b.at[i])
      return false;
  return true;
}

/// The writes that a read may see, the last one first; without those of value `but`. Of several
/// with one value, those that oblige the reader to more are left out: what can follow them can
/// follow the others. Empty: all of them were tried in other runs.
std::vector<std::size_t> Machine::visible(int actor, int n, std::memory_order order,
                                          const std::uint64_t *but) const {
  const Fiber &f = fibers_[index(actor)];
  const Object &o = objects_[index(n)];
  std::size_t from = f.view.at[index(n)];
  if (order == total_order)
    from = std::max(from, o.total);
  const std::size_t tried = !reduces() || but ? 0 : seen_below_[index(actor)];
  std::vector<std::size_t> all;
  for (std::size_t k = o.messages.size(); k-- > from && k >= tried;) {
    const Message &m = o.messages[k];
    if (but && m.value == *but)
      continue;
    bool spared = false;
    for (std::size_t j = std::max(from, tried); j < k && !spared && reduces(); ++j)
      spared = o.messages[j].value == m.value &&
               (!acquires(order) || within(o.messages[j].view, m.view));
    if (!spared)
      all.push_back(k);
  }
  return all;
}

bool Machine::execute_atomic(int actor, const Step &step) {
  Fiber &f = fiber(actor);
  Object &o = object(step.object);
  const std::size_t last = o.messages.size() - 1;
  std::size_t behind = 0;
  bool writes = false;
  f.done = true;
  switch (step.kind) {
  case Step::load: {
    std::vector<std::size_t> seen = visible(actor, step.object, step.order, nullptr);
    if (seen.empty()) {
      redundant_ = true;
      seen = visible(actor, step.object, step.order, nullptr);
    }
    const std::size_t at = pick(seen);
    behind = last - at;
    race(actor, step.object, false, step.total(), true);
    read(actor, step.object, at, step.order);
    break;
  }
  case Step::store:
    writes = true;
    race(actor, step.object, true, true);
    write(actor, step.object, step.value, step.order, -1);
    break;
  case Step::change:
    writes = true;
    race(actor, step.object, true, true);
    read(actor, step.object, last, step.order);
    write(actor, step.object, apply(step.how, f.seen, step.value), step.order,
          o.messages[last].view);
    break;
  default: {
    // Succeeds with the last write, or fails with any that has another value.
    std::vector<std::size_t> seen;
    if (o.messages[last].value == step.expected)
      seen.push_back(last);
    for (const std::size_t at : visible(actor, step.object, step.failure, &step.expected))
      seen.push_back(at);
    const std::size_t at = pick(seen);
    behind = last - at;
    writes = f.done = o.messages[at].value == step.expected;
    race(actor, step.object, writes, true);
    read(actor, step.object, at, writes ? step.order : step.failure);
    if (writes) {
      const int view = o.messages[last].view;
      write(actor, step.object, step.value, step.order, view);
      f.seen = step.expected;
    }
  }
  }
  // What this step needs: the write it saw, or, to write, all that was done to it.
  Order &order = orders_[index(actor)];
  if (writes) {
    order.join(o.reads);
    order.join(o.messages[last].order);
    o.messages.back().order = order;
  } else {
    order.join(o.messages[last - behind].order);
    o.reads.join(order);
  }
  note(actor, step.object, writes, step.total());
  lines_.back().stale = behind;
  lines_.back().seen = f.seen;
  lines_.back().done = f.done;
  return true;
}

void Machine::execute_lock(int actor, const Step &step) {
  Fiber &f = fiber(actor);
  const int n = step.kind == Step::lock || step.kind == Step::unlock ? step.object : step.mutex;
  Object &o = touch(n);
  o.touched[index(actor)] = f.view.clock[index(actor)];
  Order &order = orders_[index(actor)];
  const bool takes = step.kind == Step::lock || step.kind == Step::relock;
  if (step.kind == Step::relock)
    order.join(f.waker);
  if (takes) {
    race(actor, n, false, true);
    o.owner = actor;
    f.view.join(o.view, count_);
  } else {
    if (o.owner != actor)
      fail(object_name(n) + " is unlocked by who does not hold it");
    o.owner = -1;
    release(actor, o.view);
  }
  order.join(o.writes);
  o.writes = order;
  // A lock and the unlock before it have no other order.
  if (takes)
    note(actor, n, true, false);
}

void Machine::execute_notify(int actor, const Step &step) {
  Object &o = touch(step.object);
  race(actor, step.object, false, true);
  Order &order = orders_[index(actor)];
  order.join(o.writes);
  o.writes = order;
  note(actor, step.object, true, false);
  auto wake = [&](std::size_t i, bool timed_out) {
    const int n = o.waiters[i];
    o.waiters.erase(o.waiters.begin() + static_cast<std::ptrdiff_t>(i));
    Fiber &f = fiber(n);
    // Instead, its time might have been up.
    if (!timed_out && !f.next.patient && reduces())
      nodes_[depth_].wanted |= bit(n + most_threads);
    f.woken = true;
    f.timed_out = timed_out;
    f.waker = order;
  };
  if (step.kind == Step::timeout) {
    const auto it = std::find(o.waiters.begin(), o.waiters.end(), actor - most_threads);
    wake(static_cast<std::size_t>(it - o.waiters.begin()), true);
  } else if (step.kind == Step::notify_one) {
    if (!o.waiters.empty()) {
      std::vector<std::size_t> any(o.waiters.size());
      std::iota(any.begin(), any.end(), 0U);
      wake(pick(any), false);
    }
  } else {
    while (!o.waiters.empty())
      wake(0, false);
  }
}

bool Machine::execute(int actor) {
  const Step step = step_of(actor);
  const int thread = actor % most_threads;
  Fiber &f = fiber(thread);
  Object &o = touch(step.object, thread);
  lines_.push_back({actor, step, 0, 0, true});
  writes_ = true;
  messages_before_ = o.messages.size();
  if (reduces()) {
    events_.resize(depth_ + 1);
    events_[depth_].actor = actor;
    orders_[index(actor)].step[index(actor)] = static_cast<std::uint16_t>(depth_ + 1);
  }
  // What it publishes with this step covers the step.
  if (step.kind != Step::timeout)
    o.touched[index(thread)] = f.view.clock[index(thread)];
  bool goes_on = true;
  switch (step.kind) {
  case Step::lock:
  case Step::unlock:
  case Step::relock:
    execute_lock(actor, step);
    if (step.kind == Step::relock) {
      f.waits = false;
      lines_.back().done = !f.timed_out;
    }
    break;
  case Step::wait: {
    execute_lock(actor, step);
    race(actor, step.object, false, true);
    Order &order = orders_[index(actor)];
    order.join(o.writes);
    o.writes = order;
    note(actor, step.object, true, false);
    o.waiters.push_back(thread);
    f.waits = true;
    f.woken = f.timed_out = false;
    f.next.kind = Step::relock;
    orders_[index(actor + most_threads)].join(order);
    goes_on = false;
    break;
  }
  case Step::timeout:
    execute_notify(actor, step);
    goes_on = false;
    break;
  case Step::notify_one:
  case Step::notify_all:
    execute_notify(actor, step);
    break;
  case Step::await: {
    f.view.at[index(step.object)] = static_cast<std::uint16_t>(step.value);
    writes_ = false;
    Order &order = orders_[index(actor)];
    order.join(o.messages[step.value].order);
    o.reads.join(order);
    note(actor, step.object, false, false);
    break;
  }
  default:
    goes_on = execute_atomic(actor, step);
    writes_ = o.messages.size() > messages_before_;
  }
  if (reduces())
    events_[depth_].order = orders_[index(actor)];
  return goes_on;
}

//===----------------------------------------------------------------------===//
// For people
//===----------------------------------------------------------------------===//

std::string Machine::object_name(int n) {
  if (n < 0 || n >= most_objects)
    return "?";
  if (!object(n).name.empty())
    return object(n).name;
  constexpr std::array things{"atomic", "mutex", "condition"};
  return things[static_cast<std::size_t>(object(n).thing)] + ("#" + std::to_string(n));
}

std::string Machine::tell(const Line &line) {
  constexpr std::array words{"",
                             "load",
                             "store",
                             "",
                             "compare_exchange",
                             "lock",
                             "unlock",
                             "wait",
                             "woken with",
                             "time is up:",
                             "notify",
                             "notify all",
                             "sees something new in"};
  constexpr std::array changes{"exchange", "add", "subtract", "or", "and"};
  constexpr std::array orders{"relaxed", "consume", "acquire", "release", "acq_rel", "seq_cst"};
  const Step &s = line.step;
  std::ostringstream out;
  out << "thread " << line.actor % most_threads << ": "
      << (s.kind == Step::change ? changes[static_cast<std::size_t>(s.how)] : words[s.kind]) << ' '
      << object_name(s.kind == Step::relock ? s.mutex : s.object);
  if (s.kind == Step::store || s.kind == Step::change)
    out << ' ' << s.value;
  if (s.kind == Step::compare)
    out << ' ' << s.expected << " -> " << s.value << (line.done ? "" : " fails");
  if (s.kind == Step::load || s.kind == Step::change || s.kind == Step::compare)
    out << ", saw " << line.seen;
  if (line.stale != 0)
    out << " (" << line.stale << " behind)";
  if (s.kind == Step::load || s.kind == Step::store || s.kind == Step::change ||
      s.kind == Step::compare)
    out << ", " << orders[static_cast<std::size_t>(s.order)];
  if (s.kind == Step::relock && !line.done)
    out << " (too late)";
  return out.str();
}

} // namespace leasehold::explore
