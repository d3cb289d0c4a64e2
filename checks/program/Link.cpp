//===- Link.cpp - joins what the units say of their functions -------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Link.h"
#include "program/Facts.h"
#include <deque>

namespace leasehold {
namespace {

constexpr size_t LongestChain = 8;

void prepend(std::vector<Step> &To, const Step &First, const std::vector<Step> &Rest) {
  To = Rest;
  To.insert(To.begin(), First);
  if (To.size() > LongestChain)
    To.resize(LongestChain);
  for (Step &S : To)
    S.raw = 0;
}

/// Does the caller say more than before, now that this is known of what it calls? What depends
/// on the arguments, or on the classes that a handler catches, only the unit itself can tell.
bool climbs(Effects &Caller, const Effects &Callee, const Call &C) {
  bool More = false;
  if (Callee.blocks && Callee.background.empty() && !Callee.nonblocking &&
      !Callee.blocks->duration && Callee.blocks->unless.empty()) {
    bool Short = Callee.blocks->onlyInLoop && !C.inLoop;
    if (!Caller.blocks || (Caller.blocks->onlyInLoop && !Short)) {
      Caller.blocks = Callee.blocks;
      Caller.blocks->onlyInLoop = Short;
      prepend(Caller.blocks->chain, C.at, Callee.blocks->chain);
      More = true;
    }
  }
  if (!Callee.throws.empty() && Caller.throws.empty() && !C.guarded) {
    Caller.throws = Callee.throws;
    prepend(Caller.throwChain, C.at, Callee.throwChain);
    More = true;
  }
  return More;
}

/// From which interest on a change between these two is worth another look.
Interest worth(const Effects *Old, const Effects *New) {
  static const std::string Nothing = [] {
    Effects E;
    E.borrowsArguments = true;
    return encode(E, Detail::Meaning);
  }();
  auto Concerns = [](const Effects *E) {
    return E && (E->concernsLeases() || !E->usesMember.empty() || !E->background.empty() ||
                 !E->handlers.empty() || !E->invokes.empty() ||
                 (E->blocks && (E->blocks->duration || !E->blocks->unless.empty())));
  };
  auto Says = [](const Effects *E) { return E && encode(*E, Detail::Meaning) != Nothing; };
  return Concerns(Old) || Concerns(New) ? Interest::Leases
         : Says(Old) || Says(New)       ? Interest::Effects
                                        : Interest::Any;
}

} // namespace

void Link::climb(const std::vector<const UnitFacts *> &Units) {
  struct Edge {
    llvm::StringRef caller;
    const Call *call;
  };
  llvm::StringMap<std::vector<Edge>> Callers;
  std::deque<llvm::StringRef> Work;
  for (const UnitFacts *U : Units)
    for (const auto &Each : U->calls)
      for (const Call &C : Each.second)
        if (auto To = All.find(C.callee); To != All.end()) {
          Callers[C.callee].push_back({Each.first(), &C});
          if (To->second.blocks || !To->second.throws.empty())
            Work.push_back(To->first());
        }
  // Each fact gains at most a way to block, a way to block outside of loops, and one to throw.
  while (!Work.empty()) {
    llvm::StringRef Callee = Work.front();
    Work.pop_front();
    auto Of = Callers.find(Callee);
    if (Of == Callers.end())
      continue;
    for (const Edge &E : Of->second)
      if (auto From = All.find(E.caller); From != All.end())
        if (climbs(From->second, All.find(Callee)->second, *E.call))
          Work.push_back(From->first());
  }
}

void Link::merge(const std::vector<const UnitFacts *> &Units) {
  Facts Merged;
  llvm::StringMap<std::string> Said;
  llvm::StringSet<> Contradicted;
  for (const UnitFacts *U : Units)
    for (const auto &Fact : U->facts) {
      std::string Meaning = encode(Fact.second, Detail::Meaning);
      auto [It, New] = Said.try_emplace(Fact.first(), Meaning);
      if (New)
        Merged[Fact.first()] = Fact.second;
      else if (It->second != Meaning)
        Contradicted.insert(Fact.first());
    }
  for (const auto &Name : Contradicted)
    Merged.erase(Name.first());
  std::swap(All, Merged); // Merged: what was known before
  climb(Units);

  Changed.clear();
  llvm::StringMap<std::string> Now;
  auto Find = [](const Facts &In, llvm::StringRef Name) {
    auto It = In.find(Name);
    return It == In.end() ? nullptr : &It->second;
  };
  for (const auto &Fact : All) {
    std::string Meaning = encode(Fact.second, Detail::Meaning);
    if (auto Old = Meanings.find(Fact.first()); Old == Meanings.end() || Old->second != Meaning)
      Changed[Fact.first()] = worth(Find(Merged, Fact.first()), &Fact.second);
    Now[Fact.first()] = std::move(Meaning);
  }
  for (const auto &Old : Merged)
    if (!Now.contains(Old.first()))
      Changed[Old.first()] = worth(&Old.second, nullptr);
  Meanings = std::move(Now);
}

bool Link::concerns(const UnitFacts &Unit) const {
  return llvm::any_of(Unit.wanted, [&](const auto &Each) {
    auto It = Changed.find(Each.first());
    return It != Changed.end() && Each.second >= It->second;
  });
}

} // namespace leasehold
