//===- Compare.cpp - the engine beside the interpreter --------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   leasehold-oracle [COUNT [SEED]]   compares COUNT functions, made up from SEED and up
//   leasehold-oracle --show SEED      one function, and what is said of it
//
// docs/robustness.md explains what is counted. The exit status is 1 when a promise is broken: a
// false report where property simulation decides, or more than one miss in 1,000 functions.
//
//===----------------------------------------------------------------------===//

#include "Engine.h"
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace leasehold::oracle {
namespace {

/// One way in which engine and interpreter differ on a function.
struct Difference {
  bool miss = false; ///< the engine is silent; otherwise it reports falsely
  Wrong kind = Wrong::Leak;
  std::string excuse; ///< why it is outside of what is promised; empty: it is not
  unsigned line = 0;
  [[nodiscard]] bool like(const Difference &Other) const {
    return miss == Other.miss && kind == Other.kind && excuse.empty() == Other.excuse.empty();
  }
};

struct Compared {
  std::vector<Difference> differences;
  bool right = false;  ///< nothing is wrong in it
  std::string outside; ///< why nothing is promised of it; empty: something is
  bool skipped = false;
  std::set<Verdict> wrong; ///< that the interpreter finds
};

const char *const Merging = "paths that are merged";

Compared compare(const Function &F, const Answer &A) {
  Compared C;
  Verdicts Each = interpret(F, Paths::Each), Merged = interpret(F, Paths::Merged);
  C.right = Each.wrong.empty();
  C.skipped = A.skipped;
  C.wrong = Each.wrong;
  std::string Outside;
  for (const std::set<std::string> *All : {&Each.outside, &Merged.outside})
    for (const std::string &Reason : *All)
      if (Outside.empty())
        Outside = Reason;
  C.outside = Outside.empty() && Each.wrong != Merged.wrong ? Merging : Outside;
  if (A.skipped)
    Outside = "over budget";
  for (const Verdict &W : Each.wrong)
    if (!A.wrong.contains(W))
      C.differences.push_back({true, W.kind, Outside, W.line});
  for (const Verdict &W : A.wrong)
    if (!Each.wrong.contains(W) && !Each.perhaps.contains(W))
      C.differences.push_back(
          {false, W.kind, Outside.empty() && Merged.wrong.contains(W) ? Merging : Outside, W.line});
  return C;
}

bool still(Function &F, const Difference &D) {
  number(F);
  Compared C = compare(F, ask({F}).front());
  return std::any_of(C.differences.begin(), C.differences.end(),
                     [&](const Difference &Other) { return D.like(Other); });
}

// Shrinking: every step that keeps the difference is taken, until none does.

bool shrinkCond(Function &Whole, Cond &C, const Difference &D) {
  for (const Cond &Simpler : std::vector<Cond>(C.parts)) {
    Cond Before = C;
    C = Simpler;
    if (still(Whole, D))
      return true;
    C = Before;
  }
  if (C.negated) {
    C.negated = false;
    if (still(Whole, D))
      return true;
    C.negated = true;
  }
  return false;
}

bool shrinkList(Function &Whole, std::vector<Stmt> &Body, const Difference &D) {
  for (size_t I = Body.size(); I-- > 0;) {
    std::vector<Stmt> Before = Body;
    auto At = [&] { return Body.begin() + static_cast<std::ptrdiff_t>(I); };
    Stmt S = Body[I];
    Body.erase(At());
    if (still(Whole, D))
      return true;
    for (const std::vector<Stmt> *Inner : {&S.body, &S.rest}) {
      // Parts alone, where they make sense without what is around them.
      if (Inner->empty() || S.kind == Stmt::Guard || S.kind == Stmt::While ||
          S.kind == Stmt::DoWhile || (S.kind == Stmt::Try && Inner == &S.rest))
        continue;
      Body = Before;
      Body.erase(At());
      Body.insert(At(), Inner->begin(), Inner->end());
      if (still(Whole, D))
        return true;
    }
    Body = Before;
    if (!Body[I].rest.empty() && Body[I].kind == Stmt::If) {
      Body[I].rest.clear();
      if (still(Whole, D))
        return true;
      Body = Before;
    }
    if (Body[I].variant && Body[I].kind != Stmt::SetFlag && Body[I].kind != Stmt::Try) {
      Body[I].variant = 0;
      if (still(Whole, D))
        return true;
      Body = Before;
    }
    if (shrinkCond(Whole, Body[I].cond, D) || shrinkList(Whole, Body[I].body, D) ||
        shrinkList(Whole, Body[I].rest, D))
      return true;
  }
  return false;
}

/// Renumbers what is still used, in its order.
struct Compacting {
  std::map<unsigned, unsigned> handles, owners, flags;
  void cond(Cond &C, bool Renumber) {
    if (C.kind == Cond::Flag || C.kind == Cond::Handle || C.kind == Cond::Owner) {
      std::map<unsigned, unsigned> &Of = C.kind == Cond::Flag     ? flags
                                         : C.kind == Cond::Handle ? handles
                                                                  : owners;
      if (Renumber)
        C.var = Of[C.var];
      else
        Of[C.var];
    }
    for (Cond &Part : C.parts)
      cond(Part, Renumber);
  }
  void list(std::vector<Stmt> &Body, bool Renumber) {
    for (Stmt &S : Body) {
      auto Use = [&](std::map<unsigned, unsigned> &Of, unsigned &Var) {
        if (Renumber)
          Var = Of[Var];
        else
          Of[Var];
      };
      switch (S.kind) {
      case Stmt::Copy:
      case Stmt::Swap:
        Use(handles, S.other);
        [[fallthrough]];
      case Stmt::Acquire:
      case Stmt::Release:
      case Stmt::Use:
      case Stmt::Clear:
      case Stmt::Begin:
      case Stmt::Commit:
      case Stmt::Rollback:
      case Stmt::Borrow:
        Use(handles, S.var);
        break;
      case Stmt::Move:
        Use(owners, S.other);
        [[fallthrough]];
      case Stmt::Reset:
      case Stmt::ResetNull:
      case Stmt::UseOwner:
        Use(owners, S.var);
        break;
      case Stmt::Detach:
        Use(handles, S.var);
        Use(owners, S.other);
        break;
      case Stmt::Adopt:
        Use(owners, S.var);
        Use(handles, S.other);
        break;
      case Stmt::SetFlag:
        Use(flags, S.var);
        if (S.variant == 2)
          cond(S.cond, Renumber);
        break;
      case Stmt::If:
      case Stmt::While:
      case Stmt::DoWhile:
        cond(S.cond, Renumber);
        break;
      default:
        break;
      }
      list(S.body, Renumber);
      list(S.rest, Renumber);
    }
  }
};

void compact(Function &F) {
  Compacting K;
  K.list(F.body, false);
  unsigned N = 0, Parameters = 0;
  for (auto &[Old, New] : K.handles)
    New = N++;
  F.handles = N;
  N = 0;
  for (auto &[Old, New] : K.owners)
    New = N++;
  F.owners = N;
  N = 0;
  for (auto &[Old, New] : K.flags) {
    Parameters += Old < F.parameters;
    New = N++;
  }
  F.parameters = Parameters;
  F.flags = N;
  K.list(F.body, true);
}

Function shrink(Function F, const Difference &D) {
  while (shrinkList(F, F.body, D))
    ;
  Function Compact = F;
  compact(Compact);
  if (still(Compact, D))
    return Compact;
  number(F);
  return F;
}

struct Counts {
  unsigned verdicts = 0, misses = 0, falseReports = 0;
};

void show(const Function &F) {
  std::printf("%s", print(F, "made_up").c_str());
  auto Say = [](const char *Who, const std::set<Verdict> &All) {
    std::printf("%s:", Who);
    for (const Verdict &W : All)
      std::printf(" %u:%s", W.line + 1, nameOf(W.kind));
    std::printf("\n");
  };
  Verdicts Each = interpret(F, Paths::Each), Merged = interpret(F, Paths::Merged);
  Say("interpreter", Each.wrong);
  Say("merged     ", Merged.wrong);
  Say("engine     ", ask({F}).front().wrong);
  for (const std::set<std::string> *All : {&Each.outside, &Merged.outside})
    for (const std::string &Reason : *All)
      std::printf("outside: %s\n", Reason.c_str());
}

int run(unsigned Count, uint64_t Seed) {
  constexpr unsigned AtOnce = 300, ExamplesEach = 40;
  unsigned Right = 0, Decidable = 0, Skipped = 0, Agree = 0, AgreeDecidable = 0;
  unsigned WithMiss = 0, WithFalse = 0;
  std::map<Wrong, Counts> All, Promised;
  std::map<std::string, unsigned> Outside, Excused;
  std::map<std::pair<bool, Wrong>, std::vector<std::pair<uint64_t, Difference>>> Examples;
  for (unsigned Done = 0; Done < Count;) {
    std::vector<Function> Batch;
    for (; Batch.size() < AtOnce && Done + Batch.size() < Count;)
      Batch.push_back(generate(Seed + Done + Batch.size()));
    std::vector<Answer> Answers = ask(Batch);
    for (size_t I = 0; I < Batch.size(); ++I) {
      Compared C = compare(Batch[I], Answers[I]);
      Right += C.right;
      Decidable += C.outside.empty();
      if (!C.outside.empty())
        ++Outside[C.outside];
      Skipped += C.skipped;
      Agree += C.differences.empty();
      AgreeDecidable += C.outside.empty() && C.differences.empty();
      for (const Verdict &W : C.wrong) {
        ++All[W.kind].verdicts;
        Promised[W.kind].verdicts += C.outside.empty();
      }
      bool Miss = false, False = false;
      for (const Difference &D : C.differences) {
        ++(D.miss ? All[D.kind].misses : All[D.kind].falseReports);
        if (!D.excuse.empty()) {
          ++Excused[(D.miss ? "missed: " : "false: ") + D.excuse];
          continue;
        }
        ++(D.miss ? Promised[D.kind].misses : Promised[D.kind].falseReports);
        (D.miss ? Miss : False) = true;
        auto &Some = Examples[{D.miss, D.kind}];
        if (Some.size() < ExamplesEach)
          Some.emplace_back(Seed + Done + I, D);
      }
      WithMiss += Miss;
      WithFalse += False;
    }
    Done += static_cast<unsigned>(Batch.size());
  }
  std::printf("%u functions from seed %llu: %u right, %u wrong; %u decidable; %u over budget\n",
              Count, static_cast<unsigned long long>(Seed), Right, Count - Right, Decidable,
              Skipped);
  std::printf("agreed on %u, of the decidable on %u\n\n", Agree, AgreeDecidable);
  std::printf("| check | wrong places | missed | false | of these promised: missed | false |\n"
              "| --- | ---: | ---: | ---: | ---: | ---: |\n");
  for (Wrong Kind : {Wrong::Leak, Wrong::Slow, Wrong::UseAfter, Wrong::Unfinished})
    std::printf("| %s | %u | %u | %u | %u | %u |\n", nameOf(Kind), All[Kind].verdicts,
                All[Kind].misses, All[Kind].falseReports, Promised[Kind].misses,
                Promised[Kind].falseReports);
  std::printf("\n");
  for (const auto &[Why, N] : Outside)
    std::printf("functions of which nothing is promised, %s: %u\n", Why.c_str(), N);
  for (const auto &[Why, N] : Excused)
    std::printf("%s: %u\n", Why.c_str(), N);
  for (const auto &[Kind, Some] : Examples) {
    std::map<std::string, std::vector<uint64_t>> Shrunk;
    for (const auto &[At, D] : Some) {
      Function F = shrink(generate(At), D);
      Shrunk[print(F, "made_up")].push_back(At);
    }
    for (const auto &[Text, Seeds] : Shrunk) {
      std::printf("\n%s: %s, seed", Kind.first ? "MISSED" : "FALSE", nameOf(Kind.second));
      for (uint64_t Each : Seeds)
        std::printf(" %llu", static_cast<unsigned long long>(Each));
      std::printf("\n%s", Text.c_str());
    }
  }
  std::printf("\nfunctions with a promise broken: %u falsely reported, %u missed\n", WithFalse,
              WithMiss);
  return WithFalse == 0 && WithMiss * 1000 <= Count ? 0 : 1;
}

} // namespace
} // namespace leasehold::oracle

int main(int Count, char **Arguments) {
  using namespace leasehold::oracle;
  if (Count == 3 && std::strcmp(Arguments[1], "--show") == 0) {
    Function F = generate(std::strtoull(Arguments[2], nullptr, 10));
    show(F);
    return 0;
  }
  unsigned Functions =
      Count > 1 ? static_cast<unsigned>(std::strtoul(Arguments[1], nullptr, 10)) : 1000;
  uint64_t Seed = Count > 2 ? std::strtoull(Arguments[2], nullptr, 10) : 1;
  return run(Functions, Seed);
}
