//===- UseAfterRelease.cpp - leasehold-use-after-release ----------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "rules/Rule.h"

namespace leasehold {

std::optional<Finding> wordUseAfterRelease(const Event &E) {
  if (E.kind != Event::UseAfterRelease && E.kind != Event::ReleasedTwice &&
      E.kind != Event::UseAfterEnd && E.kind != Event::EndsTooLate &&
      E.kind != Event::UsedAfterFree && E.kind != Event::FreedTwice && E.kind != Event::ReturnsDead)
    return std::nullopt;
  Finding F;
  F.check = "leasehold-use-after-release";
  F.level = Level::Bug;
  F.at = E.at;
  std::string Whose =
      E.lease && E.lease->pooled ? "another thread may have it by now" : "it is closed";
  switch (E.kind) {
  case Event::UseAfterRelease:
    F.message = (E.detail.empty() ? nameLease(*E.lease) + " is used"
                                  : E.detail + " '" + E.name + "' is used after its session") +
                (E.detail.empty() ? " after it was given back; " : " was given back; ") + Whose +
                ": use it before, or acquire a session for this";
    break;
  case Event::ReleasedTwice:
    if (E.detail == "next call") {
      F.message = nameLease(*E.lease) + " is closed here, and '" + E.name +
                  "' goes on pointing to it; the next call of this function closes it a second "
                  "time: set it to null";
      break;
    }
    F.message = nameLease(*E.lease) +
                (E.detail == "guard" ? " is given back here, and once more by its guard; "
                                     : " is given back a second time; ") +
                (E.lease->pooled ? "the pool then hands one session to two threads"
                                 : "its memory is gone") +
                ": give it back once, in one place";
    break;
  case Event::UseAfterEnd:
    F.message = "'" + E.name + "' runs a statement in " + nameTxn(*E.txn) +
                ", which is over; it is refused, or runs outside of the transaction: run it "
                "before, or begin another transaction";
    break;
  case Event::EndsTooLate:
    F.message = nameLease(*E.lease) + " is given back while " + nameTxn(*E.txn) +
                " is open; its destructor ends it on a session that another thread may have by "
                "then: commit, or let it die, before";
    break;
  case Event::UsedAfterFree:
    F.message = E.detail + " '" + E.name +
                "' is used after it was freed; its memory is gone: use it before";
    break;
  case Event::FreedTwice:
    F.message = E.detail + " '" + E.name +
                "' is freed a second time; its memory is gone: free it once, in one place";
    break;
  case Event::ReturnsDead:
    F.message = E.detail + " '" + E.name + "' is returned, but " +
                (E.detail == "session" ? "its guard gives it back"
                                       : "the session that it depends on is given back") +
                " at the end of this function: " +
                (E.detail == "session" ? "return the guard" : "return the rows as values");
    break;
  default:
    break;
  }
  addPath(F, E);
  if (E.kind == Event::UsedAfterFree || E.kind == Event::FreedTwice)
    F.notes.push_back({E.exitAt, "freed here"});
  if (E.kind == Event::UseAfterEnd && E.exitAt != F.at)
    F.notes.push_back({E.exitAt, "the transaction ends here"});
  return F;
}

} // namespace leasehold
