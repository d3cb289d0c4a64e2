//===- SwallowedError.cpp - leasehold-swallowed-error ---------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A handler that catches the failure of a statement in an open transaction and lets the transaction
// go on, as if the statement had worked.
//
//===----------------------------------------------------------------------===//

#include "rules/Rule.h"

namespace leasehold {

std::optional<Finding> wordSwallowedError(const Event &E) {
  if (E.kind != Event::Swallowed)
    return std::nullopt;
  Finding F;
  F.check = "leasehold-swallowed-error";
  F.level = Level::Risk;
  F.at = E.at;
  bool Committed = E.detail == "committed";
  F.message = "this handler swallows a database failure, and " + nameTxn(*E.txn) +
              (Committed ? " is committed all the same; half of the work is made permanent, or "
                           "none of it (PostgreSQL)"
                         : " goes on without a rollback; what failed is missing from what is "
                           "committed later, and PostgreSQL refuses every further statement") +
              ": roll back and leave, rethrow, or put a savepoint around what may fail";
  addPath(F, E);
  if (E.exitAt.isValid() && E.exitAt != F.at)
    F.notes.push_back({E.exitAt, Committed ? "committed here" : "goes on with it here"});
  return F;
}

} // namespace leasehold
