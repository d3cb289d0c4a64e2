//===- LongLivedSession.cpp - leasehold-long-lived-session --------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "rules/Rule.h"

namespace leasehold {

std::optional<Finding> wordLongLivedSession(const Event &E) {
  if (E.kind != Event::LongLived)
    return std::nullopt;
  Finding F;
  F.check = "leasehold-long-lived-session";
  F.level = Level::Risk;
  F.at = E.at;
  F.message =
      "pooled session is kept in " + E.detail +
      (E.detail.starts_with("member of") ? ", which lives as long as the process: '" : " '") +
      E.name +
      "'; the pool never gets it back, all requests share it, and it dies with the first "
      "restart of the server: keep the pool, and acquire a session for each piece of work";
  addPath(F, E);
  return F;
}

} // namespace leasehold
