//===- Fixes.h - edits that mend findings -----------------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A fix is offered where the edit is certainly right as text: it compiles, and the finding is gone.
// Whether it is what the author wants is another question, which `Fix::safe` answers. One file per
// edit; none knows of the others.
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_FIXES_FIXES_H
#define LEASEHOLD_FIXES_FIXES_H

#include "catalog/Catalog.h"
#include "fixes/Scope.h"
#include "flow/Body.h"
#include "flow/Event.h"
#include "rules/Finding.h"

namespace leasehold {

/// What a fix is made from: the event that was found in a function.
struct FixContext {
  const Event &event;
  Catalog &catalog;
  const clang::FunctionDecl &function;
  const Body &body;
};

/// The fix for what an event found, if there is one.
std::optional<Fix> fixFor(const FixContext &C);

/// The local variable of the function that the event's lease was acquired into.
std::optional<Local> acquiredInto(const FixContext &C, const Scope &Text);

/// A slow call or a suspension, while a session is held that is not used before it: acquire it
/// after. Safe.
std::optional<Fix> acquireLater(const FixContext &C);
/// The same, of a session that is not used after it: give it back before. Safe.
std::optional<Fix> releaseEarlier(const FixContext &C);
/// A transaction object that wrote and is never committed: commit it at the end of its scope.
/// Not safe: what was rolled back is kept then.
std::optional<Fix> commitAtEnd(const FixContext &C);
/// A handle that leaks: hold it in a unique_ptr that closes it. Not safe: it is closed later than
/// by hand.
std::optional<Fix> holdInGuard(const FixContext &C);
/// A session that a task captured: capture the pool, and acquire one in the task. Not safe: the
/// pool has to outlive the task.
std::optional<Fix> capturePool(const FixContext &C);

} // namespace leasehold

#endif // LEASEHOLD_FIXES_FIXES_H
