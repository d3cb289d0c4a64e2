//===- Attach.h - findings meet what was measured -------------- -*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TOOL_HOLDS_ATTACH_H
#define LEASEHOLD_TOOL_HOLDS_ATTACH_H

#include "holds/Profile.h"
#include "output/Report.h"

namespace leasehold {

/// Gives each finding the figures of the place where its session is acquired: the one at the line
/// of a step of its path, or, since lines move, the nearest in its function. Puts those first where
/// most time is lost, sets ranks, and fills in `measured`. Places with a p99 of at least `SlowMs`
/// that no finding has are slow.
void attach(Report &R, const Holds &Of, double SlowMs);

} // namespace leasehold

#endif // LEASEHOLD_TOOL_HOLDS_ATTACH_H
