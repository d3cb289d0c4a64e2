//===- Suspend.cpp - leasehold-suspend ------------------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A coroutine that suspends while it holds a lease: the thread goes on, the session does not. What
// is awaited on the session itself is its own work and stays silent.
//
//===----------------------------------------------------------------------===//

#include "rules/Rule.h"

namespace leasehold {

std::optional<Finding> wordSuspend(const Event &E) {
  if (E.kind != Event::Suspend)
    return std::nullopt;
  Finding F;
  F.check = "leasehold-suspend";
  F.level = Level::Risk;
  F.at = E.at;
  F.message = "'" + E.name + (E.detail.empty() ? "" : " " + E.detail) + "' suspends while " +
              nameLease(*E.lease) + " is held";
  if (E.txn)
    F.message += " with an open transaction";
  F.message += E.name == "co_yield"
                   ? "; it is held until the consumer asks for the next value, and after the last "
                     "one asked for until the generator dies: read the rows first, then yield them"
               : E.lease->borrowed()
                   ? "; nobody else can use it until this goes on: await this before the session "
                     "is acquired or after it is given back"
               : E.lease->pooled ? "; others wait for the pool until this goes on: give it back "
                                   "before, or acquire it after"
                                 : "; the server holds the idle session until this goes on: close "
                                   "it before, or open it after";
  addPath(F, E);
  return F;
}

} // namespace leasehold
