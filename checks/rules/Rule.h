//===- Rule.h - words findings from flow's events ---------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A rule is a page long: it listens to events and words a finding. When one needs to
// know more about the program, flow lacks an event.
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_RULES_RULE_H
#define LEASEHOLD_RULES_RULE_H

#include "flow/Event.h"
#include "rules/Finding.h"
#include "llvm/ADT/ArrayRef.h"
#include <optional>

namespace leasehold {

struct Rule {
  const char *name;    ///< leasehold-slow-call
  const char *summary; ///< one line, for --list-checks
  Level level;         ///< of its gravest findings
  /// Words a finding for an event, or nothing when the event is not this rule's.
  std::optional<Finding> (*word)(const Event &E);
};

/// All rules, in the order of their names.
llvm::ArrayRef<Rule> allRules();

std::optional<Finding> wordLongLivedSession(const Event &E);
std::optional<Finding> wordNestedAcquire(const Event &E);
std::optional<Finding> wordUseAfterRelease(const Event &E);
std::optional<Finding> wordSlowCall(const Event &E);
std::optional<Finding> wordSuspend(const Event &E);
std::optional<Finding> wordSwallowedError(const Event &E);
std::optional<Finding> wordPoolOptions(const Event &E);
std::optional<Finding> wordSessionOutsideRepository(const Event &E);
std::optional<Finding> wordBackgroundTask(const Event &E);
std::optional<Finding> wordWebsocketLifetime(const Event &E);
std::optional<Finding> wordUnguardedAcquire(const Event &E);
std::optional<Finding> wordUnfinishedTransaction(const Event &E);

// Shared wording.

/// `session 'conn'`, `the session that came in as 'db'`.
std::string nameLease(const LeaseInfo &I);
std::string nameTxn(const TxnInfo &I);
/// The path's steps as notes: where acquired first, then what led to the end.
void addPath(Finding &F, const Event &E);
/// The chain of calls down to the primitive as notes.
void addChain(Finding &F, const std::vector<Step> &Chain, clang::SourceLocation Fallback);

} // namespace leasehold

#endif // LEASEHOLD_RULES_RULE_H
