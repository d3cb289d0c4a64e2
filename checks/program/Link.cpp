//===- Link.cpp - joins what the units say of their functions -------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Link.h"
#include "flow/Pools.h"
#include "llvm/ADT/STLExtras.h"
#include <tuple>

namespace leasehold {

Link::Id Link::number(llvm::StringRef Text) {
  auto [It, New] = Numbers.try_emplace(Text, Strings.size());
  if (New)
    Strings.push_back(It->first());
  return It->second;
}

Link::Id Link::intern(const std::string &Encoded) {
  auto [It, New] = Encodings.try_emplace(Encoded, Known.size());
  if (!New)
    return It->second;
  Own O;
  O.encoded = It->first();
  // What cannot be read says nothing; the envelope has vouched for it.
  const std::optional<Effects> Read = decode(Encoded);
  if (!Read)
    return It->second = 0;
  const Effects &E = *Read;
  // What depends on the arguments, or on the classes that a handler catches, only the unit itself
  // can tell.
  O.blocksAnyhow = E.blocks.has_value();
  O.blocks = E.blocks && E.background.empty() && !E.nonblocking && !E.blocks->duration &&
             E.blocks->unless.empty();
  O.onlyInLoop = E.blocks && E.blocks->onlyInLoop;
  O.throws = !E.throws.empty();
  O.takes = E.takes;
  for (Takes &T : O.takes)
    T.chain.clear();
  Known.push_back(std::move(O));
  return It->second;
}

void Link::set(unsigned Number, const Record &Says) {
  if (Units.size() <= Number)
    Units.resize(Number + 1);
  Unit &U = Units[Number];
  U = {};
  std::vector<Id> Local(Says.strings.size());
  for (size_t I = 0; I < Local.size(); ++I)
    Local[I] = number(Says.strings[I]);
  std::vector<Id> Facts(Says.effects.size());
  for (size_t I = 0; I < Facts.size(); ++I)
    Facts[I] = intern(Says.effects[I]);
  U.says.reserve(Says.says.size());
  for (const auto &[Function, Effects] : Says.says)
    if (Facts[Effects] != 0)
      U.says.emplace_back(Local[Function], Facts[Effects]);
  std::vector<Id> Passings(Says.passed.size());
  for (size_t I = 1; I < Passings.size(); ++I) {
    auto [It, New] = PassingNumbers.try_emplace(Says.passed[I], PassedBy.size());
    if (New)
      PassedBy.push_back(decodePassed(Says.passed[I]).value_or(Passed()));
    Passings[I] = It->second;
  }
  U.calls.reserve(Says.calls.size());
  for (const Record::Call &C : Says.calls)
    U.calls.push_back({Local[C.caller], Local[C.callee], Local[C.file], Local[C.text],
                       Passings[C.passed], C.line, C.column, C.inLoop, C.guarded});
}

uint64_t Link::meaningOf(const Own &O) const {
  if (O.meaning == 0)
    O.meaning = digest(encode(decode(O.encoded).value_or(Effects()), Detail::Meaning));
  return O.meaning;
}

void Link::join() {
  constexpr Id Contradicted = ~Id{0};
  Of.assign(Strings.size(), 0);
  for (const Unit &U : Units)
    for (const auto &[Function, Said] : U.says) {
      Id &Now = Of[Function];
      if (Now == 0)
        Now = Said;
      else if (Now != Contradicted && Now != Said) {
        if (meaningOf(Known[Now]) != meaningOf(Known[Said]))
          Now = Contradicted;
        else if (Known[Said].encoded < Known[Now].encoded)
          Now = Said; // they differ in the witness only: whichever, but always the same
      }
    }
  std::ranges::replace(Of, Contradicted, Id{0});
  Written.clear();
  climb();
}

//===----------------------------------------------------------------------===//
// What climbs
//===----------------------------------------------------------------------===//

const Link::Gained *Link::gained(Id Function) const {
  auto It = More.find(Function);
  return It == More.end() ? nullptr : &It->second;
}

Link::Blocks Link::blocks(Id Function) const {
  const Own &O = Known[Of[Function]];
  const Gained *G = gained(Function);
  if ((O.blocks && !O.onlyInLoop) || (G && G->always))
    return Blocks::Always;
  return O.blocks || (G && G->inLoop) ? Blocks::InLoop : Blocks::No;
}

bool Link::throws(Id Function) const {
  const Gained *G = gained(Function);
  return Known[Of[Function]].throws || (G && G->throws);
}

bool Link::takesAny(Id Function) const {
  const Gained *G = gained(Function);
  return !Known[Of[Function]].takes.empty() || (G && !G->takes.empty());
}

/// Its own first, then what it gained.
std::vector<Takes> Link::takes(Id Function) const {
  std::vector<Takes> Out = Known[Of[Function]].takes;
  if (const Gained *G = gained(Function))
    for (const Take &T : G->takes)
      Out.push_back({T.pool, T.lends, {}});
  return Out;
}

bool Link::gainTakes(const Call &C) {
  if (!takesAny(C.callee))
    return false;
  const std::vector<Takes> Theirs = takes(C.callee);
  const Passed &What = PassedBy[C.passed];
  Effects Caller;
  Caller.takes = takes(C.caller);
  bool Any = false;
  for (unsigned I = 0; I < Theirs.size(); ++I) {
    const PoolId &Their = Theirs[I].pool;
    auto Argument = llvm::find_if(
        What.pools, [&](const auto &P) { return Their.from == Slot::param(P.first); });
    PoolId Pool =
        inCaller(Their, What.object, Argument == What.pools.end() ? PoolId() : Argument->second);
    // What is not known of the way to it is left to the unit that sees the call.
    if ((Their.from && !Pool.from && Pool.name.empty()) || !addTake(Caller, Pool, Theirs[I].lends))
      continue;
    More[C.caller].takes.push_back({std::move(Pool), Theirs[I].lends, &C, I});
    Any = true;
  }
  return Any;
}

/// Does the caller say more now? At most a few times: that it blocks in a loop, that it blocks,
/// that it throws, and some pools that it takes from.
bool Link::gain(const Call &C) {
  const Own &Caller = Known[Of[C.caller]];
  const Blocks Now = blocks(C.caller);
  const Blocks Theirs = blocks(C.callee);
  bool Any = false;
  const bool Mine = Caller.blocksAnyhow && !Caller.onlyInLoop; // even if it does not climb
  if (!Mine && Theirs != Blocks::No) {
    const bool Short = Theirs == Blocks::InLoop && !C.inLoop;
    if (Short && Now == Blocks::No && !Caller.blocksAnyhow) {
      More[C.caller].inLoop = &C;
      Any = true;
    } else if (!Short && Now != Blocks::Always) {
      Gained &G = More[C.caller];
      G.always = &C;
      G.alwaysByLoop = Theirs == Blocks::InLoop;
      Any = true;
    }
  }
  if (!C.guarded && throws(C.callee) && !throws(C.caller)) {
    More[C.caller].throws = &C;
    Any = true;
  }
  return gainTakes(C) || Any;
}

/// An order that knows nothing of the numbers, which come as the units do.
bool Link::before(const Call &A, const Call &B) const {
  auto Key = [&](const Call &C) {
    return std::tuple(Strings[C.caller], Strings[C.file], C.line, C.column, Strings[C.text]);
  };
  return Key(A) < Key(B);
}

/// Breadth first, so that the shortest chain is the one that is told.
void Link::climb() {
  More.clear();
  std::vector<const Call *> Calls;
  for (const Unit &U : Units)
    for (const Call &C : U.calls)
      if (Of[C.callee] && Of[C.caller])
        Calls.push_back(&C);
  llvm::sort(Calls, [](const Call *A, const Call *B) { return A->callee < B->callee; });
  std::vector<Id> Work;
  for (size_t I = 0; I < Calls.size(); ++I)
    if (const Id Callee = Calls[I]->callee; I == 0 || Calls[I - 1]->callee != Callee)
      if (blocks(Callee) != Blocks::No || throws(Callee) || takesAny(Callee))
        Work.push_back(Callee);
  llvm::sort(Work, [&](Id A, Id B) { return Strings[A] < Strings[B]; });
  while (!Work.empty()) {
    std::vector<Id> Next;
    for (Id Callee : Work) {
      auto Range = std::ranges::equal_range(Calls, Callee, {}, &Call::callee);
      std::vector<const Call *> Callers(Range.begin(), Range.end());
      llvm::sort(Callers, [&](const Call *A, const Call *B) { return before(*A, *B); });
      for (const Call *C : Callers)
        if (gain(*C))
          Next.push_back(C->caller);
    }
    Work = std::move(Next);
  }
}

//===----------------------------------------------------------------------===//
// Written out
//===----------------------------------------------------------------------===//

Step Link::stepOf(const Call &C) const {
  return {0, Strings[C.file].str(), C.line, C.column, Strings[C.text].str()};
}

/// How it blocks, with the chain of calls. Whatever was gained was gained from what was known
/// before, so no chain comes back to where it was; the depth is only for the stack.
Blocking Link::blockingOf(Id Function, bool Always, unsigned Depth) const {
  constexpr unsigned Deepest = 10'000;
  const Gained *G = gained(Function);
  const Call *By = !G ? nullptr : Always ? G->always : G->inLoop;
  if (!By || Depth > Deepest)
    return decode(Known[Of[Function]].encoded).value_or(Effects()).blocks.value_or(Blocking());
  // Always, because the callee blocks: by itself or by what it calls, or in a loop that is here.
  Blocking B = blockingOf(By->callee, Always && !G->alwaysByLoop, Depth + 1);
  B.onlyInLoop = !Always;
  prepend(B.chain, stepOf(*By));
  return B;
}

/// The way to what a function takes: through the calls that it was gained by, oldest last.
std::vector<Step> Link::chainOf(Id Function, unsigned Take) const {
  std::vector<Step> Way;
  for (size_t Own; Take >= (Own = Known[Of[Function]].takes.size());) {
    const Gained *G = gained(Function);
    if (!G || Take - Own >= G->takes.size())
      return Way;
    const auto &By = G->takes[Take - Own];
    Way.push_back(stepOf(*By.by));
    Function = By.by->callee;
    Take = By.of;
  }
  std::vector<Step> Chain =
      decode(Known[Of[Function]].encoded).value_or(Effects()).takes[Take].chain;
  for (Step &S : llvm::reverse(Way))
    prepend(Chain, std::move(S));
  return Chain;
}

Effects Link::effectsOf(Id Function) const {
  Effects E = decode(Known[Of[Function]].encoded).value_or(Effects());
  const Gained *G = gained(Function);
  if (G && (G->always || (G->inLoop && !E.blocks)))
    E.blocks = blockingOf(Function, G->always != nullptr, 0);
  if (G && G->throws) {
    // The way first, then what is at its end.
    std::vector<Step> Way;
    Id At = Function;
    for (const Gained *By = G; By && By->throws; By = gained(At)) {
      Way.push_back(stepOf(*By->throws));
      At = By->throws->callee;
    }
    const Effects End = decode(Known[Of[At]].encoded).value_or(Effects());
    E.throws = End.throws;
    E.throwChain = End.throwChain;
    for (Step &S : llvm::reverse(Way))
      prepend(E.throwChain, std::move(S));
  }
  if (G)
    for (const Take &T : G->takes) {
      const auto Number = static_cast<unsigned>(E.takes.size());
      E.takes.push_back({T.pool, T.lends, chainOf(Function, Number)});
    }
  return E;
}

const FunctionFact *Link::find(llvm::StringRef Usr) const {
  auto It = Numbers.find(Usr);
  if (It == Numbers.end() || It->second >= Of.size() || Of[It->second] == 0)
    return nullptr;
  const std::scoped_lock Lock(Mutex);
  std::unique_ptr<FunctionFact> &F = Written[It->second];
  if (!F)
    F = std::make_unique<FunctionFact>(makeFact(effectsOf(It->second)));
  return F.get();
}

std::string Link::text() const {
  std::vector<Id> All;
  for (Id I = 0; I < Of.size(); ++I)
    if (Of[I])
      All.push_back(I);
  llvm::sort(All, [&](Id A, Id B) { return Strings[A] < Strings[B]; });
  std::string Text;
  for (Id I : All) {
    Text += Strings[I];
    Text += '\t';
    Text += gained(I) ? encode(effectsOf(I)) : Known[Of[I]].encoded.str();
    Text += '\n';
  }
  return Text;
}

} // namespace leasehold
