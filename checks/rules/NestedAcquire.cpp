//===- NestedAcquire.cpp - leasehold-nested-acquire ---------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "rules/Rule.h"

namespace leasehold {

std::optional<Finding> wordNestedAcquire(const Event &E) {
  if (E.kind != Event::NestedAcquire)
    return std::nullopt;
  Finding F;
  F.check = "leasehold-nested-acquire";
  F.level = Level::Risk;
  F.at = E.at;
  F.message =
      (E.name.empty() || E.chain.empty() ? "" : "'" + E.name + "' takes ") +
      (E.name.empty() || E.chain.empty() ? "a second session is taken" : "a second session") +
      (E.certain ? " from the same pool '" + E.detail + "'"
                 : " from a pool of the same class '" + E.detail + "', likely the same,") +
      " while " + nameLease(*E.lease) +
      " is held; when every thread does so at once, each waits for a session that another "
      "one holds: pass the first one on, or give it back before";
  addPath(F, E);
  addChain(F, E.chain, E.at);
  return F;
}

} // namespace leasehold
