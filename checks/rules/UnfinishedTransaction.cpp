//===- UnfinishedTransaction.cpp - leasehold-unfinished-transaction -------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "rules/Rule.h"

namespace leasehold {

std::optional<Finding> wordUnfinishedTransaction(const Event &E) {
  if (E.kind != Event::OpenTransaction && E.kind != Event::NeverCommitted)
    return std::nullopt;
  Finding F;
  F.check = "leasehold-unfinished-transaction";
  F.level = Level::Bug;
  F.at = E.at;
  if (E.kind == Event::NeverCommitted)
    F.message = nameTxn(*E.txn) + " writes but " + E.detail +
                "; its destructor rolls the writes back: call commit()";
  else if (E.idleAutocommit)
    F.message = nameTxn(*E.txn) +
                ": the session goes back to the pool with autocommit off, and the next "
                "user's statements are never committed; switch it on again first";
  else
    F.message =
        nameTxn(*E.txn) + " is neither committed nor rolled back " +
        (E.exit == ExitKind::Exception ? "when an exception is thrown" : "on some path") +
        "; locks stay and the writes are lost: end it on every path, or use a transaction guard";
  addPath(F, E);
  if (E.exitAt.isValid() && E.exitAt != F.at)
    F.notes.push_back(
        {E.exitAt, E.kind == Event::NeverCommitted ? "returns here without a commit" : E.detail});
  return F;
}

} // namespace leasehold
