//===- Rules.cpp - the list of rules, and what their wording shares -------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "rules/Rule.h"
#include <algorithm>

namespace leasehold {

llvm::ArrayRef<Rule> allRules() {
  static const Rule Rules[] = {
      {"leasehold-background-task", "a session is handed to another thread", Level::Bug,
       wordBackgroundTask},
      {"leasehold-long-lived-session", "a pooled session is kept as long as the process",
       Level::Risk, wordLongLivedSession},
      {"leasehold-nested-acquire", "a second session is taken from a pool while one is held",
       Level::Risk, wordNestedAcquire},
      {"leasehold-pool-options", "a pool is configured to fail", Level::Risk, wordPoolOptions},
      {"leasehold-session-outside-repository",
       "a session is acquired outside of the declared repository layer", Level::Risk,
       wordSessionOutsideRepository},
      {"leasehold-slow-call", "a call may block while a session is held", Level::Risk,
       wordSlowCall},
      {"leasehold-suspend", "a coroutine suspends while a session is held", Level::Risk,
       wordSuspend},
      {"leasehold-swallowed-error", "a handler swallows a database failure and goes on",
       Level::Risk, wordSwallowedError},
      {"leasehold-unfinished-transaction", "a transaction is left open or never committed",
       Level::Bug, wordUnfinishedTransaction},
      {"leasehold-unguarded-acquire", "a session taken by hand is not given back on some path",
       Level::Bug, wordUnguardedAcquire},
      {"leasehold-use-after-release", "a session is used after it was given back", Level::Bug,
       wordUseAfterRelease},
      {"leasehold-websocket-lifetime", "a session is kept as long as a client's socket",
       Level::Risk, wordWebsocketLifetime},
  };
  return Rules;
}

std::string nameLease(const LeaseInfo &I) {
  std::string What = I.pooled ? "pooled session" : "session";
  if (I.origin == LeaseInfo::Parameter)
    What = "session received";
  else if (I.origin == LeaseInfo::Captured)
    What = "captured session";
  else if (I.origin == LeaseInfo::Member)
    What = "member session";
  return What +
         (I.name.empty() ? "" : (I.origin == LeaseInfo::Parameter ? " as '" : " '") + I.name + "'");
}

std::string nameTxn(const TxnInfo &I) {
  if (I.autocommit)
    return "transaction (autocommit off)" + (I.name.empty() ? "" : " on '" + I.name + "'");
  if (I.object)
    return "transaction" + (I.name.empty() ? "" : " '" + I.name + "'");
  return "transaction" + (I.name.empty() ? "" : " begun on '" + I.name + "'");
}

void addPath(Finding &F, const Event &E) {
  std::vector<const Trail *> Steps;
  for (const Trail *T = E.trail.get(); T; T = T->before.get())
    Steps.push_back(T);
  std::ranges::reverse(Steps);
  const LeaseInfo *L = E.lease;
  // The path starts where this lease was acquired, or where it came in.
  size_t Start = 0;
  if (L && L->origin == LeaseInfo::Acquired) {
    for (size_t I = 0; I < Steps.size(); ++I)
      if (Steps[I]->at == L->at)
        Start = I + 1;
    if (L->at != F.at)
      F.notes.push_back({L->at, (L->name.empty() ? "session acquired here"
                                                 : "session '" + L->name + "' acquired here") +
                                    (L->from.empty() ? "" : " from '" + L->from + "'")});
  } else if (L && L->borrowed() && L->at.isValid() && L->origin != LeaseInfo::Member &&
             L->at != F.at) {
    F.notes.push_back({L->at, L->origin == LeaseInfo::Unknown ? "session obtained here"
                              : L->origin == LeaseInfo::Captured
                                  ? "session '" + L->name + "' belongs to the enclosing function"
                                  : "session '" + L->name + "' is held by the caller"});
  }
  constexpr size_t MostSteps = 8;
  if (Steps.size() > Start + MostSteps)
    Start = Steps.size() - MostSteps;
  // Unless the path goes through it, the finding's own place is where the path begins or ends.
  std::optional<size_t> Before;
  if (L && L->at == F.at)
    Before = 0;
  for (size_t I = Start; I < Steps.size(); ++I) {
    if (!Steps[I]->at.isValid())
      continue;
    if (Steps[I]->at == F.at)
      Before = Before.value_or(F.notes.size());
    else
      F.notes.push_back({Steps[I]->at, Steps[I]->text});
  }
  F.before = Before.value_or(F.notes.size());
}

void addChain(Finding &F, const std::vector<Step> &Chain, clang::SourceLocation Fallback) {
  for (const Step &S : Chain) {
    if (S.raw)
      F.notes.push_back({clang::SourceLocation::getFromRawEncoding(S.raw), S.text});
    else if (!S.file.empty())
      F.notes.push_back({Fallback, S.text, S});
  }
}

} // namespace leasehold
