//===- Fixes.cpp - which fix mends which event ----------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fixes/Fixes.h"

namespace leasehold {

std::optional<Local> acquiredInto(const FixContext &C, const Scope &Text) {
  const LeaseInfo *L = C.event.lease;
  return L && L->origin == LeaseInfo::Acquired ? Text.localOf(L->site) : std::nullopt;
}

std::optional<Fix> fixFor(const FixContext &C) {
  // What stands in a template is right or wrong for all that is made of it.
  if (C.function.isTemplateInstantiation())
    return std::nullopt;
  switch (C.event.kind) {
  case Event::SlowCall:
  case Event::Suspend:
    if (std::optional<Fix> Later = acquireLater(C))
      return Later;
    return releaseEarlier(C);
  case Event::NeverCommitted:
    return commitAtEnd(C);
  case Event::Leak:
  case Event::ManualRelease:
    return holdInGuard(C);
  case Event::ToTask:
    return capturePool(C);
  default:
    return std::nullopt;
  }
}

} // namespace leasehold
