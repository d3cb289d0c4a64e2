//===- Link.cpp - joins what the units say of their functions -------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Link.h"
#include "flow/Pools.h"
#include "program/Facts.h"
#include <deque>

namespace leasehold {
namespace {

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
      prepend(Caller.blocks->chain, C.at);
      More = true;
    }
  }
  if (!Callee.throws.empty() && Caller.throws.empty() && !C.guarded) {
    Caller.throws = Callee.throws;
    Caller.throwChain = Callee.throwChain;
    prepend(Caller.throwChain, C.at);
    More = true;
  }
  for (const Takes &T : Callee.takes) {
    auto Argument =
        llvm::find_if(C.pools, [&](const auto &P) { return T.pool.from == Slot::param(P.first); });
    PoolId Pool =
        inCaller(T.pool, C.object, Argument == C.pools.end() ? PoolId() : Argument->second);
    // What is not known of the way to it is left to the unit that sees the call.
    if ((T.pool.from && !Pool.from && Pool.name.empty()) || !addTake(Caller, Pool, T.lends))
      continue;
    Caller.takes.back().chain = T.chain;
    prepend(Caller.takes.back().chain, C.at);
    More = true;
  }
  return More;
}

/// What a function says, and the same written down.
struct Said {
  const Effects *effects = nullptr;
  llvm::StringRef meaning;
};

/// From which interest on a change between these two is worth another look.
Interest worth(const Said &Old, const Said &New) {
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
  auto Says = [](const Said &S) { return S.effects && S.meaning != Nothing; };
  return Concerns(Old.effects) || Concerns(New.effects) ? Interest::Leases
         : Says(Old) || Says(New)                       ? Interest::Effects
                                                        : Interest::Any;
}

} // namespace

llvm::StringSet<> Link::climb(const std::vector<const UnitFacts *> &Units) {
  struct Edge {
    llvm::StringRef caller;
    const Call *call;
  };
  llvm::StringMap<std::vector<Edge>> Callers;
  std::deque<llvm::StringRef> Work;
  llvm::StringSet<> Climbed;
  for (const UnitFacts *U : Units)
    for (const auto &Each : U->calls)
      for (const Call &C : Each.second)
        if (auto To = All.find(C.callee); To != All.end()) {
          Callers[C.callee].push_back({Each.first(), &C});
          if (To->second.blocks || !To->second.throws.empty() || !To->second.takes.empty())
            Work.push_back(To->first());
        }
  // Each fact gains at most a way to block, a way to block outside of loops, one to throw, and a
  // few pools that it takes from.
  while (!Work.empty()) {
    llvm::StringRef Callee = Work.front();
    Work.pop_front();
    auto Of = Callers.find(Callee);
    if (Of == Callers.end())
      continue;
    for (const Edge &E : Of->second)
      if (auto From = All.find(E.caller); From != All.end())
        if (climbs(From->second, All.find(Callee)->second, *E.call)) {
          Climbed.insert(From->first());
          Work.push_back(From->first());
        }
  }
  return Climbed;
}

void Link::merge(const std::vector<const UnitFacts *> &Units) {
  Facts Before;
  llvm::StringMap<std::string> MeantBefore;
  std::swap(All, Before);
  std::swap(Meanings, MeantBefore);
  llvm::StringSet<> Contradicted;
  for (const UnitFacts *U : Units)
    for (const auto &Fact : U->facts) {
      std::string Meaning = encode(Fact.second, Detail::Meaning);
      auto [It, New] = Meanings.try_emplace(Fact.first(), Meaning);
      if (New)
        All[Fact.first()] = Fact.second;
      else if (It->second != Meaning)
        Contradicted.insert(Fact.first());
    }
  for (const auto &Name : Contradicted) {
    All.erase(Name.first());
    Meanings.erase(Name.first());
  }
  for (const auto &Name : climb(Units))
    Meanings[Name.first()] = encode(All.find(Name.first())->second, Detail::Meaning);

  Changed.clear();
  auto In = [](const Facts &Known, const llvm::StringMap<std::string> &Meant,
               llvm::StringRef Name) -> Said {
    auto It = Known.find(Name);
    return It == Known.end() ? Said{} : Said{&It->second, Meant.find(Name)->second};
  };
  for (const auto &Fact : All) {
    const Said Old = In(Before, MeantBefore, Fact.first());
    const Said New = In(All, Meanings, Fact.first());
    if (!Old.effects || Old.meaning != New.meaning)
      Changed[Fact.first()] = worth(Old, New);
  }
  for (const auto &Old : Before)
    if (!All.contains(Old.first()))
      Changed[Old.first()] = worth(In(Before, MeantBefore, Old.first()), {});
}

bool Link::concerns(const UnitFacts &Unit) const {
  return llvm::any_of(Unit.wanted, [&](const auto &Each) {
    auto It = Changed.find(Each.first());
    return It != Changed.end() && Each.second >= It->second;
  });
}

} // namespace leasehold
