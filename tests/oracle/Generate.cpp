//===- Generate.cpp - functions made up from seeds ------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Statements at random would leak everything everywhere, and nothing could be reported falsely. So
// a function begins as right code, in one of the ways in which people keep track of what they hold;
// then, in two of three, statements are left out, doubled or put elsewhere.
//
//===----------------------------------------------------------------------===//

#include "Program.h"
#include <algorithm>
#include <array>

namespace leasehold::oracle {
namespace {

/// splitmix64: the same numbers everywhere.
class Random {
public:
  explicit Random(uint64_t Seed) : Word(Seed * 0x9e3779b97f4a7c15ULL + 1) {}
  uint64_t next() {
    uint64_t Z = (Word += 0x9e3779b97f4a7c15ULL);
    Z = (Z ^ (Z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    Z = (Z ^ (Z >> 27)) * 0x94d049bb133111ebULL;
    return Z ^ (Z >> 31);
  }
  unsigned below(unsigned N) { return static_cast<unsigned>(next() % N); }
  bool percent(unsigned P) { return below(100) < P; }

private:
  uint64_t Word;
};

/// How a function knows what it holds.
enum class Style : uint8_t {
  Tests,      ///< the handle is null when there is nothing
  Flags,      ///< a flag beside each handle
  Parameters, ///< a parameter says whether there is to be a session
  Decided     ///< so does a flag that is set once, at the beginning
};

Stmt make(Stmt::Kind Kind, unsigned Var = 0, unsigned Other = 0, unsigned Variant = 0) {
  Stmt S;
  S.kind = Kind;
  S.var = Var;
  S.other = Other;
  S.variant = Variant;
  return S;
}

Stmt choice(Cond C, std::vector<Stmt> Body, std::vector<Stmt> Rest = {}) {
  Stmt S = make(Stmt::If);
  S.cond = std::move(C);
  S.body = std::move(Body);
  S.rest = std::move(Rest);
  return S;
}

Cond ask(Cond::Kind Kind, unsigned Var = 0, bool Negated = false) {
  Cond C;
  C.kind = Kind;
  C.var = Var;
  C.negated = Negated;
  return C;
}

class Maker {
public:
  explicit Maker(uint64_t Seed) : R(Seed) {}

  Function make() {
    How = static_cast<Style>(R.below(4));
    F.handles = 1 + R.below(3) / 2 + R.below(8) / 7;
    F.parameters = How == Style::Parameters ? std::max(F.handles, 1 + R.below(MaxParameters))
                                            : R.below(MaxParameters + 1);
    Own = F.parameters;
    F.flags = F.parameters + (How == Style::Flags || How == Style::Decided ? F.handles : 0);
    Free = F.flags;
    F.flags += std::min(R.below(3), MaxFlags - F.flags);
    Exceptions = R.percent(40);
    Loops = R.percent(45);
    Guards = R.percent(30);
    Transactions = R.percent(40);
    Aliases = R.percent(25);
    F.owners = R.percent(25) ? 1 + R.below(MaxOwners) : 0;
    Left = 6 + static_cast<int>(R.below(20));
    std::vector<Stmt> Body;
    for (unsigned H = 0; How == Style::Decided && H < F.handles; ++H) {
      Stmt Set = oracle::make(Stmt::SetFlag, Own + H, 0, 2);
      Set.cond = condition();
      if (Set.cond.kind == Cond::Handle || Set.cond.kind == Cond::Owner)
        Set.cond = oracle::ask(Cond::Coin);
      Body.push_back(std::move(Set));
    }
    list(Body, 0);
    tidy(Body);
    F.body = std::move(Body);
    for (unsigned N = R.percent(35) ? 0 : 1 + R.below(3); N > 0; --N)
      spoil();
    number(F);
    return F;
  }

private:
  Random R;
  Function F;
  Style How = Style::Tests;
  unsigned Own = 0, Free = 0; ///< the first flags beside handles, and the first others
  bool Exceptions = false, Loops = false, Guards = false, Transactions = false, Aliases = false;
  int Left = 0; ///< statements to make
  unsigned GuardsMade = 0, Begins = 0, Sites = 0;
  struct Knowledge {
    std::array<bool, MaxHandles> held{}, begun{}; ///< perhaps
  } K;
  std::vector<unsigned> GuardsAlive;
  unsigned InLoop = 0, InTry = 0, InHandler = 0;
  std::array<unsigned, MaxHandles> LoopOf{}; ///< in which loop depth each was acquired

  Cond condition(unsigned Depth = 0) {
    unsigned Kind = R.below(10);
    if (Depth == 0 && Kind == 0) {
      Cond C = ask(R.percent(50) ? Cond::And : Cond::Or, 0, R.percent(20));
      C.parts = {condition(1), condition(1)};
      return C;
    }
    if (Kind < 5 && F.parameters)
      return ask(Cond::Flag, R.below(F.parameters), R.percent(40));
    if (Kind < 7 && F.flags > Free)
      return ask(Cond::Flag, Free + R.below(F.flags - Free), R.percent(40));
    if (Kind < 8 && F.owners && R.percent(40))
      return oracle::ask(Cond::Owner, R.below(F.owners), R.percent(40));
    if (Kind < 8)
      return ask(Cond::Handle, R.below(F.handles), R.percent(40));
    return ask(Cond::Coin);
  }

  /// What says whether there is a session does not change.
  [[nodiscard]] bool fixed() const { return How == Style::Parameters || How == Style::Decided; }

  /// Does the function hold something in the handle, in its own style?
  Cond holds(unsigned H) {
    switch (How) {
    case Style::Tests:
      return ask(Cond::Handle, H);
    case Style::Flags:
    case Style::Decided:
      return ask(Cond::Flag, Own + H);
    case Style::Parameters:
      return ask(Cond::Flag, H);
    }
    return {};
  }

  void giveBack(std::vector<Stmt> &Into, unsigned H) {
    std::vector<Stmt> Then;
    if (K.begun[H])
      Then.push_back(oracle::make(R.percent(50) ? Stmt::Commit : Stmt::Rollback, H));
    Then.push_back(oracle::make(Stmt::Release, H, 0, R.percent(70) ? 0 : 1 + R.below(2)));
    if (How == Style::Flags)
      Then.push_back(oracle::make(Stmt::SetFlag, Own + H, 0, 0));
    if (How == Style::Tests && Then.back().variant < 2)
      Then.push_back(oracle::make(Stmt::Clear, H));
    Into.push_back(choice(holds(H), std::move(Then)));
    K.held[H] = K.begun[H] = false;
  }

  void tidy(std::vector<Stmt> &Into) {
    for (unsigned H = 0; H < F.handles; ++H)
      if (K.held[H])
        giveBack(Into, H);
  }

  void acquire(std::vector<Stmt> &Into, unsigned H) {
    if (Sites >= MaxSites - 4)
      return;
    ++Sites;
    K.held[H] = true;
    LoopOf[H] = InLoop;
    std::vector<Stmt> All{oracle::make(Stmt::Acquire, H, 0, R.percent(70) ? 0 : 1 + R.below(3))};
    if (How == Style::Flags) {
      Stmt Set = oracle::make(Stmt::SetFlag, Own + H, 0, 1);
      if (R.percent(30))
        Set = choice(ask(Cond::Handle, H), {Set});
      else if (R.percent(30)) {
        Set.variant = 2;
        Set.cond = ask(Cond::Handle, H);
      }
      All.push_back(Set);
    }
    if (fixed()) {
      Into.push_back(choice(holds(H), std::move(All)));
      return;
    }
    if (R.percent(30)) {
      Into.push_back(choice(condition(), std::move(All)));
      return;
    }
    Into.insert(Into.end(), All.begin(), All.end());
    if (R.percent(20)) {
      std::vector<Stmt> Gone;
      Knowledge Before = K;
      K.held[H] = false;
      tidy(Gone);
      Gone.push_back(oracle::make(Stmt::Return));
      K = Before;
      Into.push_back(choice(ask(Cond::Handle, H, true), std::move(Gone)));
    }
  }

  void use(std::vector<Stmt> &Into, unsigned H) {
    Stmt S = oracle::make(Stmt::Use, H, 0, R.percent(25));
    if (Transactions && Begins < MaxBegins - 2 && R.percent(50)) {
      ++Begins;
      S = oracle::make(Stmt::Begin, H);
      K.begun[H] = true;
    } else if (K.begun[H] && R.percent(40)) {
      S = oracle::make(Stmt::Commit, H);
    }
    if (R.percent(75))
      Into.push_back(choice(holds(H), {S}));
    else
      Into.push_back(S);
  }

  /// A way out: right code gives back what it holds before.
  void out(std::vector<Stmt> &Into) {
    if (InLoop && R.percent(50)) {
      // What came from before the loop is still wanted.
      Knowledge Before = K;
      for (unsigned H = 0; H < F.handles; ++H)
        if (K.held[H] && LoopOf[H] == InLoop)
          giveBack(Into, H);
      Into.push_back(oracle::make(R.percent(50) ? Stmt::Break : Stmt::Continue));
      K = Before;
      return;
    }
    Knowledge Before = K;
    if (InHandler && R.percent(40)) {
      tidy(Into);
      Into.push_back(oracle::make(Stmt::Rethrow));
    } else if (Exceptions && R.percent(40)) {
      bool Caught = InTry && R.percent(50);
      if (!Caught)
        tidy(Into);
      Into.push_back(oracle::make(Stmt::Throw, 0, 0, R.percent(30)));
    } else {
      tidy(Into);
      Into.push_back(oracle::make(Stmt::Return));
    }
    K = Before;
  }

  void list(std::vector<Stmt> &Into, unsigned Depth) {
    for (unsigned N = 1 + R.below(Depth ? 4 : 15); N > 0 && Left > 0; --N)
      one(Into, Depth);
  }

  void one(std::vector<Stmt> &Into, unsigned Depth) {
    --Left;
    unsigned H = R.below(F.handles);
    unsigned Kind = R.below(100);
    if (Kind < 25)
      return K.held[H] ? use(Into, H) : acquire(Into, H);
    if (Kind < 33) {
      // What a loop's round gives back it must have acquired, where nothing tells rounds apart.
      if (K.held[H] && (!fixed() || LoopOf[H] == InLoop))
        giveBack(Into, H);
      return;
    }
    if (Kind < 45)
      return Into.push_back(oracle::make(Stmt::Slow, 0, 0, R.below(6) < 4 ? 0 : 1 + R.below(2)));
    if (Kind < 65 && Depth < 3) {
      Stmt S = oracle::make(Stmt::If);
      S.cond = condition();
      Knowledge Before = K;
      list(S.body, Depth + 1);
      if (R.percent(40))
        out(S.body);
      Knowledge Then = K;
      K = Before;
      if (R.percent(35))
        list(S.rest, Depth + 1);
      join(Then);
      if (!S.body.empty())
        Into.push_back(std::move(S));
      return;
    }
    if (Kind < 73 && Loops && Depth < 3) {
      Stmt S = oracle::make(R.percent(70) ? Stmt::While : Stmt::DoWhile);
      S.cond = R.percent(60) ? ask(Cond::Coin) : condition();
      Knowledge Before = K;
      ++InLoop;
      list(S.body, Depth + 1);
      for (unsigned I = 0; I < F.handles; ++I)
        if (K.held[I] && !Before.held[I])
          giveBack(S.body, I);
      --InLoop;
      join(Before);
      if (!S.body.empty())
        Into.push_back(std::move(S));
      return;
    }
    if (Kind < 85 && Exceptions && Depth < 3) {
      if (R.percent(30))
        return Into.push_back(oracle::make(Stmt::Risky));
      Stmt S = oracle::make(Stmt::Try, 0, 0, R.percent(60));
      Knowledge Before = K;
      ++InTry;
      list(S.body, Depth + 1);
      if (R.percent(60))
        S.body.push_back(oracle::make(Stmt::Risky));
      if (R.percent(30))
        list(S.body, Depth + 1);
      --InTry;
      Knowledge Tried = K;
      join(Before);
      ++InHandler;
      if (R.percent(50))
        list(S.rest, Depth + 1);
      if (R.percent(60))
        out(S.rest);
      --InHandler;
      join(Tried);
      if (!S.body.empty())
        Into.push_back(std::move(S));
      return;
    }
    if (Kind < 91 && Guards && Depth < 3 && Sites < MaxSites - 4) {
      ++Sites;
      Stmt S = oracle::make(Stmt::Guard, GuardsMade++);
      GuardsAlive.push_back(S.var);
      list(S.body, Depth + 1);
      if (R.percent(20))
        S.body.push_back(oracle::make(Stmt::CloseGuard, S.var));
      if (R.percent(30))
        list(S.body, Depth + 1);
      GuardsAlive.pop_back();
      Into.push_back(std::move(S));
      return;
    }
    if (F.owners && R.percent(40))
      return owner(Into, H);
    if (Kind < 94 && !GuardsAlive.empty())
      return Into.push_back(oracle::make(
          Stmt::UseGuard, GuardsAlive[R.below(static_cast<unsigned>(GuardsAlive.size()))]));
    if (Kind < 97 && Aliases && F.handles > 1) {
      unsigned Other = (H + 1) % F.handles;
      if (How == Style::Tests && R.percent(50)) {
        std::swap(K.held[H], K.held[Other]);
        std::swap(K.begun[H], K.begun[Other]);
        std::swap(LoopOf[H], LoopOf[Other]);
        return Into.push_back(oracle::make(Stmt::Swap, H, Other));
      }
      if (!K.held[H] && K.held[Other]) {
        Into.push_back(oracle::make(Stmt::Copy, H, Other));
        Into.push_back(oracle::make(Stmt::Use, H));
        Into.push_back(oracle::make(Stmt::Clear, H));
      }
      return;
    }
    if (F.flags > Free) {
      Stmt S = oracle::make(Stmt::SetFlag, Free + R.below(F.flags - Free), 0, R.below(3));
      if (S.variant == 2)
        S.cond = condition();
      Into.push_back(std::move(S));
    }
  }

  void owner(std::vector<Stmt> &Into, unsigned H) {
    unsigned O = R.below(F.owners);
    switch (R.below(7)) {
    case 0:
    case 1:
      if (Sites < MaxSites - 4) {
        ++Sites;
        Into.push_back(oracle::make(Stmt::Reset, O));
      }
      return;
    case 2:
      return Into.push_back(oracle::make(Stmt::ResetNull, O));
    case 3:
      return Into.push_back(oracle::make(Stmt::UseOwner, O));
    case 4:
      return Into.push_back(oracle::make(Stmt::Move, O, (O + 1) % F.owners));
    case 5:
      if (How == Style::Tests && !K.held[H]) {
        Into.push_back(oracle::make(Stmt::Detach, H, O));
        K.held[H] = true;
        LoopOf[H] = InLoop;
      }
      return;
    default:
      if (How == Style::Tests && K.held[H]) {
        Into.push_back(oracle::make(Stmt::Adopt, O, H));
        Into.push_back(oracle::make(Stmt::Clear, H));
        K.held[H] = K.begun[H] = false;
      }
    }
  }

  void join(const Knowledge &Other) {
    for (unsigned I = 0; I < MaxHandles; ++I) {
      K.held[I] |= Other.held[I];
      K.begun[I] |= Other.begun[I];
    }
  }

  // Mistakes.
  static void places(std::vector<Stmt> &Body,
                     std::vector<std::pair<std::vector<Stmt> *, size_t>> &Out) {
    for (size_t I = 0; I < Body.size(); ++I) {
      Out.emplace_back(&Body, I);
      places(Body[I].body, Out);
      places(Body[I].rest, Out);
    }
  }
  static bool simple(const Stmt &S) {
    return S.body.empty() && S.rest.empty() && S.kind != Stmt::Break && S.kind != Stmt::Continue &&
           S.kind != Stmt::Rethrow && S.kind != Stmt::CloseGuard && S.kind != Stmt::UseGuard &&
           S.kind != Stmt::Borrow && S.kind != Stmt::Acquire && S.kind != Stmt::Reset &&
           S.kind != Stmt::Begin;
  }
  void spoil() {
    std::vector<std::pair<std::vector<Stmt> *, size_t>> All;
    places(F.body, All);
    if (All.empty())
      return;
    auto [Body, I] = All[R.below(static_cast<unsigned>(All.size()))];
    Stmt Copy = (*Body)[I];
    switch (R.below(4)) {
    case 0:
    case 1:
      Body->erase(Body->begin() + static_cast<std::ptrdiff_t>(I));
      return;
    case 2: {
      if (!simple(Copy))
        return;
      auto [To, J] = All[R.below(static_cast<unsigned>(All.size()))];
      To->insert(To->begin() + static_cast<std::ptrdiff_t>(J), std::move(Copy));
      return;
    }
    default:
      if ((*Body)[I].kind == Stmt::If) {
        if (R.percent(50))
          (*Body)[I].cond.negated ^= true;
        else
          (*Body)[I].cond = condition();
      }
      return;
    }
  }
};

} // namespace

Function generate(uint64_t Seed) { return Maker(Seed).make(); }

} // namespace leasehold::oracle
