//===- Link.cpp - joins what the units say of their functions -------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Link.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include <tuple>

namespace leasehold {
namespace {

/// What a caller says more, now that this is known of what it calls. What depends on the
/// arguments, or on the classes that a handler catches, only the unit itself can tell.
struct Gain {
  bool blocks = false, onlyInLoop = false, throws = false;

  Gain(const Effects &Caller, const Effects &Callee, bool InLoop, bool Guarded) {
    if (Callee.blocks && Callee.background.empty() && !Callee.nonblocking &&
        !Callee.blocks->duration && Callee.blocks->unless.empty()) {
      onlyInLoop = Callee.blocks->onlyInLoop && !InLoop;
      blocks = !Caller.blocks || (Caller.blocks->onlyInLoop && !onlyInLoop);
    }
    throws = !Callee.throws.empty() && Caller.throws.empty() && !Guarded;
  }
  explicit operator bool() const { return blocks || throws; }

  [[nodiscard]] Effects added(Effects Caller, const Effects &Callee, const Step &At) const {
    if (blocks) {
      Caller.blocks = Callee.blocks;
      Caller.blocks->onlyInLoop = onlyInLoop;
      prepend(Caller.blocks->chain, At);
    }
    if (throws) {
      Caller.throws = Callee.throws;
      Caller.throwChain = Callee.throwChain;
      prepend(Caller.throwChain, At);
    }
    return Caller;
  }
};

} // namespace

Link::Id Link::number(llvm::StringRef Text) {
  auto [It, New] = Numbers.try_emplace(Text, Strings.size());
  if (New)
    Strings.push_back(It->first());
  return It->second;
}

Link::Id Link::intern(FunctionFact F, const std::string &Encoded) {
  if (Known.empty())
    Known.emplace_back();
  auto [It, New] = Encodings.try_emplace(Encoded, Known.size());
  if (New)
    Known.push_back(std::move(F));
  return It->second;
}

Link::Id Link::intern(const std::string &Encoded) {
  if (auto It = Encodings.find(Encoded); It != Encodings.end())
    return It->second;
  // What cannot be read says nothing; a record's envelope has vouched for it.
  std::optional<Effects> E = decode(Encoded);
  return E ? intern(makeFact(std::move(*E)), Encoded) : 0;
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
  U.calls.reserve(Says.calls.size());
  for (const Record::Call &C : Says.calls)
    U.calls.push_back({Local[C.caller], Local[C.callee], Local[C.file], Local[C.text], C.line,
                       C.column, C.inLoop, C.guarded});
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
  auto Climbs = [&](Id Function) {
    const FunctionFact &F = Known[Of[Function]];
    return F.effects.blocks || !F.effects.throws.empty();
  };
  std::vector<const Call *> Calls;
  for (const Unit &U : Units)
    for (const Call &C : U.calls)
      if (Of[C.callee] && Of[C.caller])
        Calls.push_back(&C);
  llvm::sort(Calls, [](const Call *A, const Call *B) { return A->callee < B->callee; });
  auto CallersOf = [&](Id Function) {
    return std::ranges::equal_range(Calls, Function, {}, &Call::callee);
  };
  llvm::DenseMap<Id, Effects> Climbed;
  std::vector<Id> Work;
  for (size_t I = 0; I < Calls.size(); ++I)
    if (Climbs(Calls[I]->callee) && (I == 0 || Calls[I - 1]->callee != Calls[I]->callee))
      Work.push_back(Calls[I]->callee);
  llvm::sort(Work, [&](Id A, Id B) { return Strings[A] < Strings[B]; });
  auto Said = [&](Id Function) -> const Effects & {
    auto It = Climbed.find(Function);
    return It == Climbed.end() ? Known[Of[Function]].effects : It->second;
  };
  // Each fact gains at most a way to block, a way to block outside of loops, and one to throw.
  while (!Work.empty()) {
    std::vector<Id> Next;
    for (Id Callee : Work) {
      auto Range = CallersOf(Callee);
      std::vector<const Call *> Callers(Range.begin(), Range.end());
      llvm::sort(Callers, [&](const Call *A, const Call *B) { return before(*A, *B); });
      const Effects What = Said(Callee);
      for (const Call *C : Callers) {
        const Effects &Caller = Said(C->caller);
        const Gain More(Caller, What, C->inLoop, C->guarded);
        if (!More)
          continue;
        Effects Now = More.added(
            Caller, What, {0, Strings[C->file].str(), C->line, C->column, Strings[C->text].str()});
        Climbed[C->caller] = std::move(Now);
        Next.push_back(C->caller);
      }
    }
    Work = std::move(Next);
  }
  for (auto &[Function, More] : Climbed) {
    const std::string Encoded = encode(More);
    Of[Function] = intern(makeFact(std::move(More)), Encoded);
  }
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
        if (Known[Now].meaning != Known[Said].meaning)
          Now = Contradicted;
        else if (Known[Said].full < Known[Now].full)
          Now = Said; // they differ in the witness only: whichever, but always the same
      }
    }
  std::ranges::replace(Of, Contradicted, Id{0});
  climb();
}

const FunctionFact *Link::find(llvm::StringRef Usr) const {
  auto It = Numbers.find(Usr);
  if (It == Numbers.end() || It->second >= Of.size() || Of[It->second] == 0)
    return nullptr;
  return &Known[Of[It->second]];
}

std::vector<std::pair<llvm::StringRef, const FunctionFact *>> Link::all() const {
  std::vector<std::pair<llvm::StringRef, const FunctionFact *>> Out;
  for (Id I = 0; I < Of.size(); ++I)
    if (Of[I])
      Out.emplace_back(Strings[I], &Known[Of[I]]);
  llvm::sort(Out, llvm::less_first());
  return Out;
}

} // namespace leasehold
