//===- UnguardedAcquire.cpp - leasehold-unguarded-acquire -----------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "rules/Rule.h"

namespace leasehold {

namespace {

/// What is left in a field of an object that lives on.
Finding wordLeftInField(const Event &E) {
  Finding F;
  F.check = "leasehold-unguarded-acquire";
  F.level = Level::Bug;
  F.at = E.at;
  switch (E.kind) {
  case Event::LeftOpen:
    F.message =
        "session is left open in '" + E.name + "' " +
        (E.exit == ExitKind::Exception ? "when an exception is thrown" : "on a path that returns") +
        " while '" + E.detail + "' is clear; " +
        (E.certain ? "nothing closes it then, and the next one is opened over it"
                   : "the next call opens another one over it") +
        ": close it on this path";
    addPath(F, E);
    F.notes.push_back({E.exitAt, "leaves the function here"});
    break;
  case Event::LeftToCallers:
    F.message = "session is left open in '" + E.name + "' where '" + E.detail +
                "' says that it failed; callers close it after success only, and the next call "
                "opens another one over it: close it on this path";
    addPath(F, E);
    F.notes.push_back({E.exitAt, "says that it failed here"});
    addChain(F, E.chain, E.at);
    break;
  case Event::OpenedOver:
    F.message = "'" + E.detail + "' opens a session over the one in '" + E.name +
                "', which nobody has closed; its connection stays open: close it before";
    F.notes.push_back({E.exitAt, "that one was opened here"});
    F.before = 1;
    break;
  default:
    F.message = "'" + E.detail + "' is cleared while the session in '" + E.name +
                "' is open; nothing closes it any more, and the next one is opened over it: close "
                "it here";
    break;
  }
  return F;
}

} // namespace

std::optional<Finding> wordUnguardedAcquire(const Event &E) {
  switch (E.kind) {
  case Event::LeftOpen:
  case Event::LeftToCallers:
  case Event::OpenedOver:
  case Event::ClearedWhileOpen:
    return wordLeftInField(E);
  case Event::Leak:
  case Event::ManualRelease:
  case Event::MemberLeak:
    break;
  default:
    return std::nullopt;
  }
  Finding F;
  F.check = "leasehold-unguarded-acquire";
  F.at = E.at;
  const LeaseInfo &L = *E.lease;
  if (E.kind == Event::ManualRelease) {
    F.level = Level::Style;
    F.message = nameLease(L) +
                " is given back by hand on every path; a guard whose destructor gives it "
                "back survives the next early return";
    return F;
  }
  if (E.kind == Event::MemberLeak) {
    F.level = Level::Bug;
    F.message = "session is kept in '" + E.detail + "', which neither ~" + E.name +
                "() nor any other member of '" + E.name +
                "' gives back; the connection stays open when the object dies: close it in the "
                "destructor, or hold it in a guard (unique_ptr with a deleter)";
    F.notes.push_back({E.exitAt, "the destructor leaves it open"});
    return F;
  }
  F.level = Level::Bug;
  std::string Harm = L.pooled ? "the pool loses it for good" : "the connection stays open";
  switch (E.exit) {
  case ExitKind::Normal:
    F.message = nameLease(L) + " is not given back on a path that returns; " + Harm;
    break;
  case ExitKind::Exception:
    F.message = nameLease(L) + " is not given back when an exception is thrown; " + Harm;
    break;
  case ExitKind::Lost:
    F.message = nameLease(L) + " is " + E.detail + " before it is given back; " + Harm;
    break;
  }
  F.message += L.pooled
                   ? ": hold it in a guard, or give it back on this path"
                   : ": hold it in a guard (unique_ptr with a deleter), or close it on this path";
  addPath(F, E);
  if (E.exitAt.isValid() && E.exitAt != F.at)
    F.notes.push_back({E.exitAt, E.detail.empty() ? "leaves the function here" : E.detail});
  return F;
}

} // namespace leasehold
