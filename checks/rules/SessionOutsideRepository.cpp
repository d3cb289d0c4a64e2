//===- SessionOutsideRepository.cpp - leasehold-session-outside-repository ===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Only where a program declares its repository layer: who acquires a session outside of it, and
// which repository calls another one while it holds a session.
//
//===----------------------------------------------------------------------===//

#include "rules/Rule.h"

namespace leasehold {

std::optional<Finding> wordSessionOutsideRepository(const Event &E) {
  if (E.kind != Event::OutsideLayer && E.kind != Event::AcrossLayer)
    return std::nullopt;
  Finding F;
  F.check = "leasehold-session-outside-repository";
  F.level = Level::Risk;
  F.at = E.at;
  if (E.kind == Event::OutsideLayer) {
    F.message = (E.lease ? nameLease(*E.lease) : "a session") + " is " +
                (E.lease ? "acquired" : "lent") + " in '" + E.name +
                "', outside of the repository layer; ask a repository instead, which holds it no "
                "longer than its statements need";
    return F;
  }
  F.message = "this repository calls '" + E.name + "' of another one while " + nameLease(*E.lease) +
              " is held" + (E.txn ? " with an open transaction" : "") +
              "; one request then takes two sessions, which do not see each other's changes: give "
              "it back first, pass the session along, or let a service call both";
  addPath(F, E);
  return F;
}

} // namespace leasehold
