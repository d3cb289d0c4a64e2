// Search.cpp: which orders of steps are left to try.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Two steps need each other's order when they touch one object and one of them writes. Where a
// step's order to an earlier one was not forced by others, the reverse is tried, too: at the node
// of the earlier one (after Flanagan and Godefroid, POPL 2005), unless it sleeps there because an
// equal run was tried (Godefroid's sleep sets). One pair is spared: a read after a write may also
// see what it would have seen before it, so that the read need not be tried first, but where both
// are sequentially consistent. For that to be right, a read needs the write that it saw, and no
// later.

#include "explore/Machine.h"

namespace leasehold::explore {

Step Machine::step_of(int actor) const {
  const Fiber &f = fibers_[index(actor % most_threads)];
  if (actor < most_threads)
    return f.next;
  Step s;
  s.kind = Step::timeout;
  s.object = f.next.object;
  return s;
}

/// This step of the actor, about to be taken, might have come before earlier ones.
void Machine::race(int actor, int n, bool against_reads, bool against_writes, bool only_total) {
  if (!reduces())
    return;
  const Order &past = orders_[index(actor)];
  Order since = past; // and what was done to the object after the one that is looked at
  std::vector<std::size_t> found;
  const std::vector<Access> &all = object(n).accesses;
  for (std::size_t i = all.size(); i-- > 0;) {
    const Access &a = all[i];
    const std::size_t by = index(events_[a.event].actor);
    if (a.writes ? !against_writes || (only_total && !a.total) : !against_reads)
      continue;
    // In order anyway, or through another one that is reversed first.
    if (by != index(actor) && past.step[by] <= a.event &&
        std::ranges::none_of(found,
                             [&](std::size_t e) { return events_[e].order.step[by] > a.event; })) {
      found.push_back(a.event);
      want(a.event, actor, since);
    }
    since.join(events_[a.event].order);
  }
}

/// At the node of `event`, what led to the actor's step without it is to be tried instead: first,
/// one of those whose steps need none of the others (source sets: Abdulla et al., POPL 2014).
void Machine::want(std::size_t event, int actor, const Order &past) {
  Node &node = nodes_[event];
  const std::size_t by = index(events_[event].actor);
  constexpr std::size_t none = SIZE_MAX;
  std::array<std::size_t, actors> first;
  first.fill(none);
  Actors leads = 0;
  auto consider = [&](int q, std::size_t at, const Order &order) {
    if (first[index(q)] != none)
      return;
    first[index(q)] = at;
    for (std::size_t r = 0; r < first.size(); ++r)
      if (r != index(q) && first[r] != none && order.step[r] > first[r])
        return;
    leads |= bit(q);
  };
  for (std::size_t j = event + 1; j < depth_; ++j)
    if (events_[j].order.step[by] <= event)
      consider(events_[j].actor, j, events_[j].order);
  consider(actor, depth_, past);
  leads &= node.enabled;
  if (!leads)
    node.wanted |= node.enabled;
  else if (!(leads & node.wanted))
    node.wanted |= leads & (~leads + 1);
}

void Machine::note(int actor, int n, bool writes, bool total) {
  (void)actor;
  if (reduces())
    object(n).accesses.push_back({static_cast<std::uint16_t>(depth_), writes, total});
}

/// Does it matter to the step of one who sleeps that this one was taken first?
bool Machine::wakes(int asleep, const Step &step) const {
  const Step s = step_of(asleep);
  if (s.touches() != step.touches())
    return false;
  switch (s.kind) {
  case Step::load:
  case Step::await:
    return writes_;
  case Step::store:
  case Step::change:
  case Step::compare:
    return writes_ || (s.total() && step.total());
  default:
    return true;
  }
}

/// Who is asleep after the step.
void Machine::put_to_sleep(const Node &node, int actor, const Step &step) {
  asleep_ = 0;
  seen_below_ = node.seen_below;
  seen_below_[index(actor)] = 0;
  for (int q = 0; q < actors; ++q) {
    if (q == actor || !((node.asleep | node.tried) & bit(q)))
      continue;
    if (!wakes(q, step))
      asleep_ |= bit(q);
    else if (step_of(q).kind == Step::load)
      seen_below_[index(q)] = static_cast<std::uint16_t>(messages_before_);
  }
}

/// Moves on to what was not tried. False: nothing is left.
bool Machine::next_attempt() {
  while (!nodes_.empty()) {
    Node &n = nodes_.back();
    if (++n.option < n.options)
      return true;
    n.tried |= bit(n.actor);
    const Actors left = n.wanted & n.enabled & ~n.tried & ~n.asleep;
    if (left) {
      n.actor = 0;
      while (!(left & bit(n.actor)))
        ++n.actor;
      n.option = 0;
      n.options = 1;
      return true;
    }
    nodes_.pop_back();
  }
  return false;
}

} // namespace leasehold::explore
