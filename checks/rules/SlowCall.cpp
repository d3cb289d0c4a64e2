//===- SlowCall.cpp - leasehold-slow-call ---------------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A call that may block while a lease is held: by this function, or by its caller. A call
// that receives the session is the session's own work and stays silent.
//
//===----------------------------------------------------------------------===//

#include "rules/Rule.h"

namespace leasehold {

std::optional<Finding> wordSlowCall(const Event &E) {
  if (E.kind != Event::SlowCall)
    return std::nullopt;
  Finding F;
  F.check = "leasehold-slow-call";
  F.level = Level::Risk;
  F.at = E.at;
  F.message = "'" + E.name + "' " + E.blocking->what + " while " + nameLease(*E.lease) + " is held";
  if (E.txn)
    F.message += " with an open transaction";
  F.message += E.lease->origin == LeaseInfo::Acquired && E.lease->pooled
                   ? "; others wait for the pool meanwhile: give it back before this call, or "
                     "acquire it after"
               : E.lease->borrowed() ? "; the pool is short of it meanwhile: do this before the "
                                       "session is acquired or after it is given back"
                                     : "; the server holds the idle session meanwhile: close it "
                                       "before this call, or open it after";
  addPath(F, E);
  addChain(F, E.chain, E.at);
  return F;
}

} // namespace leasehold
