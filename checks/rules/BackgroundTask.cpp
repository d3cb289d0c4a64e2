//===- BackgroundTask.cpp - leasehold-background-task ---------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "rules/Rule.h"

namespace leasehold {

std::optional<Finding> wordBackgroundTask(const Event &E) {
  if (E.kind != Event::ToTask && E.kind != Event::MemberInTask)
    return std::nullopt;
  Finding F;
  F.check = "leasehold-background-task";
  F.level = Level::Bug;
  F.at = E.at;
  std::string Sink = E.chain.empty() ? "another thread" : "'" + E.chain.front().text + "'";
  if (E.kind == Event::MemberInTask) {
    F.message = "the task given to " + Sink + " uses member '" + E.name +
                "' on another thread, but a " + E.detail +
                " may only be used on the thread that opened it; open one inside the task";
    addPath(F, E);
    return F;
  }
  F.message =
      nameLease(*E.lease) +
      (E.name.empty() || E.name == E.lease->name ? "" : " (through '" + E.name + "')") + " is " +
      E.detail + (E.detail == "passed to" ? " " : " a task given to ") + Sink +
      ", which may use it after it is given back or together with this thread; pass the pool "
      "and acquire a session inside the task";
  addPath(F, E);
  return F;
}

} // namespace leasehold
