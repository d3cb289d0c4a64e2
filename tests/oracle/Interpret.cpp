//===- Interpret.cpp - what a function does, on all of its paths ----------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A state is all that a function can tell at one point, so there are finitely many, and loops are
// run until they bring no new one: no path is too long. What is not known (parameters, coin(),
// whether a session is to be had, whether risky() throws) is tried both ways.
//
// The same code runs with Paths::Merged, where states that agree on leases and transactions become
// one that knows of flags and handles only what all of them say. This is what the engine promises
// to do (docs/design.md), so where it gives the same verdicts, nothing excuses the engine.
//
//===----------------------------------------------------------------------===//

#include "Interpret.h"
#include <array>
#include <cstring>

namespace leasehold::oracle {

const char *nameOf(Wrong Kind) {
  switch (Kind) {
  case Wrong::Leak:
    return "unguarded-acquire";
  case Wrong::Slow:
    return "slow-call";
  case Wrong::UseAfter:
    return "use-after-release";
  case Wrong::Unfinished:
    return "unfinished-transaction";
  }
  return "";
}

namespace {

constexpr int8_t Null = -1, Lost = -2; ///< of handles; otherwise the number of a lease
constexpr int8_t Either = 2;           ///< of flags
enum LeaseIs : int8_t { Never, Absent, Held, Released, Told }; ///< Told: used afterwards
enum TxnIs : int8_t { NotBegun, Open, Ended };

/// What separates paths from each other even when they are merged.
struct Property {
  std::array<int8_t, MaxSites> lease{};
  std::array<int8_t, MaxBegins> txn{};
  std::array<int8_t, MaxBegins> on{}; ///< the lease of each transaction
  friend auto operator<=>(const Property &, const Property &) = default;
};

struct Environment {
  std::array<int8_t, MaxHandles> handle{};
  std::array<int8_t, MaxOwners> owner{};
  std::array<int8_t, MaxFlags> flag{};
  friend auto operator<=>(const Environment &, const Environment &) = default;

  void meet(const Environment &Other) {
    for (unsigned I = 0; I < MaxHandles; ++I)
      if (handle[I] != Other.handle[I])
        handle[I] = Lost;
    for (unsigned I = 0; I < MaxOwners; ++I)
      if (owner[I] != Other.owner[I])
        owner[I] = Lost;
    for (unsigned I = 0; I < MaxFlags; ++I)
      if (flag[I] != Other.flag[I])
        flag[I] = Either;
  }
};

struct State {
  Property is;
  Environment knows;
};

class States {
public:
  explicit States(Paths How) : How(How) {}
  /// Returns whether that is new.
  bool add(const State &S) {
    auto [It, New] = Known.try_emplace({S.is, How == Paths::Each ? S.knows : Environment()}, S);
    if (New || How == Paths::Each)
      return New;
    Environment Before = It->second.knows;
    It->second.knows.meet(S.knows);
    return Before != It->second.knows;
  }
  bool add(const States &Others) {
    bool New = false;
    for (const State &S : Others.all())
      New |= add(S);
    return New;
  }
  [[nodiscard]] std::vector<State> all() const {
    std::vector<State> Result;
    for (const auto &[Key, S] : Known)
      Result.push_back(S);
    return Result;
  }
  [[nodiscard]] size_t size() const { return Known.size(); }

private:
  Paths How;
  std::map<std::pair<Property, Environment>, State> Known;
};

/// Where paths go on after a statement.
struct After {
  States next, broken, continued, returned, error, other;
  explicit After(Paths How)
      : next(How), broken(How), continued(How), returned(How), error(How), other(How) {}
  /// All but where the next statement follows.
  void leave(const After &From) {
    broken.add(From.broken);
    continued.add(From.continued);
    returned.add(From.returned);
    error.add(From.error);
    other.add(From.other);
  }
};

class Interpreter {
public:
  Interpreter(const Function &F, Paths How) : F(F), How(How) {}

  Verdicts run() {
    State S;
    S.knows.handle.fill(Null);
    S.knows.owner.fill(Null);
    for (unsigned I = 0; I < F.parameters; ++I)
      S.knows.flag[I] = Either;
    States In(How);
    In.add(S);
    After Out = list(F.body, In);
    States Exits(How);
    for (const States *Each : {&Out.next, &Out.returned, &Out.error, &Out.other})
      Exits.add(*Each);
    for (State &Each : Exits.all()) {
      for (unsigned I = 0; I < F.owners; ++I)
        own(Each, I, Null);
      left(Each);
    }
    return std::move(V);
  }

private:
  const Function &F;
  const Paths How;
  Verdicts V;
  std::map<unsigned, std::string> Names;  ///< of what each lease was acquired as
  std::map<unsigned, unsigned> Lines;     ///< of each lease
  std::map<unsigned, unsigned> TxnLines;  ///< of each begin
  std::set<unsigned> Guarded;             ///< leases
  std::map<unsigned, unsigned> GuardSite; ///< by the guard's number

  void wrong(Wrong Kind, unsigned Line) { V.wrong.insert({Kind, Line}); }

  /// The lease behind a handle.
  int8_t lease(const State &S, unsigned Handle) { return known(S.knows.handle[Handle]); }
  int8_t owned(const State &S, unsigned Owner) { return known(S.knows.owner[Owner]); }
  int8_t known(int8_t L) {
    if (L == Lost)
      V.outside.insert("which session a handle means is lost where paths meet");
    return L;
  }

  /// A transaction that is still open then is what is wrong.
  void giveBack(State &S, unsigned Lease) {
    if (S.is.lease[Lease] != Held)
      return;
    S.is.lease[Lease] = Released;
    for (unsigned I = 0; I < F.begins; ++I)
      if (S.is.txn[I] == Open && S.is.on[I] == static_cast<int8_t>(Lease)) {
        wrong(Wrong::Unfinished, TxnLines[I]);
        S.is.txn[I] = Ended;
      }
  }

  /// Gives an owner something else to own.
  void own(State &S, unsigned Owner, int8_t Next) {
    int8_t Old = owned(S, Owner);
    S.knows.owner[Owner] = Next;
    if (Old >= 0)
      giveBack(S, static_cast<unsigned>(Old));
  }

  void left(const State &S) {
    for (unsigned I = 0; I < F.sites; ++I)
      if (S.is.lease[I] == Held && !Guarded.contains(I))
        wrong(Wrong::Leak, Lines[I]);
    for (unsigned I = 0; I < F.begins; ++I)
      if (S.is.txn[I] == Open)
        wrong(Wrong::Unfinished, TxnLines[I]);
  }

  /// The states in which a condition holds, and those in which it does not.
  void split(const Cond &C, const State &S, States &True, States &False) {
    States &Yes = C.negated ? False : True, &No = C.negated ? True : False;
    switch (C.kind) {
    case Cond::Coin:
      Yes.add(S);
      No.add(S);
      return;
    case Cond::Flag: {
      State Next = S;
      int8_t Is = S.knows.flag[C.var];
      for (int8_t Value : {int8_t{1}, int8_t{0}})
        if (Is == Either || Is == Value) {
          Next.knows.flag[C.var] = Value;
          (Value ? Yes : No).add(Next);
        }
      return;
    }
    case Cond::Handle:
    case Cond::Owner: {
      int8_t L = C.kind == Cond::Handle ? lease(S, C.var) : owned(S, C.var);
      if (L != Null)
        Yes.add(S);
      if (L == Null || L == Lost)
        No.add(S);
      return;
    }
    case Cond::And:
    case Cond::Or: {
      States First(How), Second(How);
      split(C.parts[0], S, First, Second);
      bool And = C.kind == Cond::And;
      (And ? No : Yes).add(And ? Second : First);
      for (const State &Each : (And ? First : Second).all())
        split(C.parts[1], Each, Yes, No);
      return;
    }
    }
  }

  After list(const std::vector<Stmt> &Body, const States &In) {
    After Out(How);
    States Now = In;
    for (const Stmt &S : Body) {
      After Step(How);
      one(S, Now, Step);
      Out.leave(Step);
      Now = Step.next;
      if (Now.size() > 4000) {
        V.outside.insert("too many states");
        break;
      }
    }
    Out.next = Now;
    return Out;
  }

  /// `Handle`: the one that gets it; -1: a guard does, or `Owner`.
  void acquired(const Stmt &St, State S, States &Next, int8_t Handle, int8_t Owner = -1) {
    auto Site = static_cast<int8_t>(St.site);
    for (unsigned I = 0; I < F.owners; ++I)
      if (S.knows.owner[I] == Site)
        V.outside.insert("two sessions of one place at a time");
    if (S.is.lease[St.site] == Held && !Guarded.contains(St.site))
      wrong(Wrong::Leak, St.line); // the one of the last round
    for (unsigned I = 0; I < F.handles; ++I)
      if (static_cast<int>(I) != Handle && S.knows.handle[I] == Site)
        V.outside.insert("two sessions of one place at a time");
    for (unsigned I = 0; I < F.begins; ++I)
      if (S.is.txn[I] != NotBegun && S.is.on[I] == Site) {
        // What the session of the last round left open stays open.
        if (S.is.txn[I] == Open)
          wrong(Wrong::Unfinished, TxnLines[I]);
        S.is.txn[I] = NotBegun;
        S.is.on[I] = 0;
      }
    for (int8_t Is : {Held, Absent}) {
      S.is.lease[St.site] = Is;
      if (Handle >= 0)
        S.knows.handle[static_cast<unsigned>(Handle)] = Is == Held ? Site : Null;
      State Each = S;
      if (Owner >= 0)
        own(Each, static_cast<unsigned>(Owner), Is == Held ? Site : Null);
      Next.add(Each);
    }
  }

  /// Of several uses on one path, the first must be told.
  void used(State &S, int8_t L, unsigned Line) {
    if (L < 0)
      return;
    int8_t &Is = S.is.lease[static_cast<unsigned>(L)];
    if (Is == Released) {
      wrong(Wrong::UseAfter, Line);
      Is = Told;
    } else if (Is == Told) {
      V.perhaps.insert({Wrong::UseAfter, Line});
    }
  }

  void simple(const Stmt &St, State S, After &Out) {
    switch (St.kind) {
    case Stmt::Acquire:
      Lines[St.site] = St.line;
      Names[St.site] = std::string(1, static_cast<char>('a' + St.var));
      return acquired(St, S, Out.next, static_cast<int8_t>(St.var));
    case Stmt::Release: {
      int8_t L = lease(S, St.var);
      if (L < 0) {
        if (St.variant == 2)
          S.knows.handle[St.var] = Null;
        break;
      }
      bool Owned = Guarded.contains(static_cast<unsigned>(L));
      for (unsigned I = 0; I < F.owners; ++I)
        Owned |= S.knows.owner[I] == L;
      if (Owned)
        V.outside.insert("what a guard holds is given back by hand");
      used(S, L, St.line);
      giveBack(S, static_cast<unsigned>(L));
      if (St.variant == 2)
        S.knows.handle[St.var] = Null;
      break;
    }
    case Stmt::Use:
      used(S, lease(S, St.var), St.line);
      break;
    case Stmt::Slow:
      for (unsigned I = 0; I < F.sites; ++I)
        if (S.is.lease[I] == Held) {
          wrong(Wrong::Slow, St.line);
          V.held[St.line].insert(Names[I]);
        }
      break;
    case Stmt::Clear:
      S.knows.handle[St.var] = Null;
      break;
    case Stmt::Copy:
      S.knows.handle[St.var] = S.knows.handle[St.other];
      break;
    case Stmt::Swap:
      std::swap(S.knows.handle[St.var], S.knows.handle[St.other]);
      break;
    case Stmt::SetFlag: {
      if (St.variant < 2) {
        S.knows.flag[St.var] = static_cast<int8_t>(St.variant);
        break;
      }
      States True(How), False(How);
      split(St.cond, S, True, False);
      for (int8_t Value : {int8_t{1}, int8_t{0}})
        for (State Each : (Value ? True : False).all()) {
          Each.knows.flag[St.var] = Value;
          Out.next.add(Each);
        }
      return;
    }
    case Stmt::Begin: {
      TxnLines[St.site] = St.line;
      int8_t L = lease(S, St.var);
      used(S, L, St.line);
      if (L >= 0 && S.is.lease[static_cast<unsigned>(L)] == Held) {
        if (S.is.txn[St.site] == Open && S.is.on[St.site] != L)
          V.outside.insert("two transactions of one place at a time");
        S.is.txn[St.site] = Open;
        S.is.on[St.site] = L;
      }
      break;
    }
    case Stmt::Commit:
    case Stmt::Rollback: {
      int8_t L = lease(S, St.var);
      used(S, L, St.line);
      for (unsigned I = 0; I < F.begins && L >= 0; ++I)
        if (S.is.txn[I] == Open && S.is.on[I] == L)
          S.is.txn[I] = Ended;
      break;
    }
    case Stmt::Break:
      Out.broken.add(S);
      return;
    case Stmt::Continue:
      Out.continued.add(S);
      return;
    case Stmt::Return:
      Out.returned.add(S);
      return;
    case Stmt::Throw:
      (St.variant ? Out.other : Out.error).add(S);
      return;
    case Stmt::Risky:
      Out.error.add(S);
      break;
    case Stmt::CloseGuard: {
      giveBack(S, GuardSite[St.var]);
      break;
    }
    case Stmt::UseGuard:
      // Closed, it has nothing to be used: no session of somebody else's either.
      if (S.is.lease[GuardSite[St.var]] == Released)
        V.perhaps.insert({Wrong::UseAfter, St.line});
      break;
    case Stmt::Borrow: {
      unsigned Site = GuardSite[St.other];
      S.knows.handle[St.var] = S.is.lease[Site] == Held ? static_cast<int8_t>(Site) : Null;
      break;
    }
    case Stmt::Reset:
      Lines[St.site] = St.line;
      Names[St.site] = "u" + std::to_string(St.var);
      return acquired(St, S, Out.next, -1, static_cast<int8_t>(St.var));
    case Stmt::ResetNull:
      own(S, St.var, Null);
      break;
    case Stmt::Move:
      if (St.var != St.other) {
        int8_t L = owned(S, St.other);
        S.knows.owner[St.other] = Null;
        own(S, St.var, L);
      }
      break;
    case Stmt::Detach:
      S.knows.handle[St.var] = owned(S, St.other);
      S.knows.owner[St.other] = Null;
      break;
    case Stmt::Adopt: {
      int8_t L = lease(S, St.other);
      bool Twice = L >= 0 && (S.is.lease[static_cast<unsigned>(L)] != Held ||
                              Guarded.contains(static_cast<unsigned>(L)));
      for (unsigned I = 0; I < F.owners; ++I)
        Twice |= L >= 0 && S.knows.owner[I] == L;
      if (Twice)
        V.outside.insert("what is not its own is given to an owner");
      own(S, St.var, L);
      break;
    }
    case Stmt::UseOwner:
      used(S, owned(S, St.var), St.line);
      break;
    default:
      break;
    }
    Out.next.add(S);
  }

  void loop(const Stmt &St, const States &In, After &Out) {
    States Head(How); // before the condition
    States Body = In; // of do: also entered without
    if (St.kind == Stmt::While)
      Head = In;
    bool First = true;
    for (bool New = true; New && Head.size() < 4000; First = false) {
      New = false;
      States Enter(How), Leave(How);
      for (const State &S : Head.all())
        split(St.cond, S, Enter, Leave);
      Out.next.add(Leave);
      if (St.kind == Stmt::DoWhile)
        Enter.add(In);
      After Round = list(St.body, Enter);
      New |= Head.add(Round.next);
      New |= Head.add(Round.continued);
      New |= First;
      Out.next.add(Round.broken);
      Round.broken = States(How);
      Round.continued = States(How);
      Out.leave(Round);
    }
    if (Head.size() >= 4000)
      V.outside.insert("too many states");
  }

  void dies(States &All, unsigned Site) {
    States Result(How);
    for (State S : All.all()) {
      giveBack(S, Site);
      Result.add(S);
    }
    All = Result;
  }

  /// `Caught`: what a rethrow throws on; at most one of the two sets has states.
  void one(const Stmt &St, const States &In, After &Out) {
    switch (St.kind) {
    case Stmt::If: {
      States True(How), False(How);
      for (const State &S : In.all())
        split(St.cond, S, True, False);
      for (auto [Body, Into] : {std::pair(&St.body, &True), std::pair(&St.rest, &False)}) {
        After Branch = list(*Body, *Into);
        Out.next.add(Branch.next);
        Out.leave(Branch);
      }
      return;
    }
    case Stmt::While:
    case Stmt::DoWhile:
      return loop(St, In, Out);
    case Stmt::Try: {
      After Tried = list(St.body, In);
      States Error = Tried.error, Other = Tried.other;
      Tried.error = States(How);
      if (St.variant)
        Tried.other = States(How);
      Out.next.add(Tried.next);
      Out.leave(Tried);
      handler(St.rest, Error, false, Out);
      if (St.variant)
        handler(St.rest, Other, true, Out);
      return;
    }
    case Stmt::Rethrow:
      (RethrowsOther ? Out.other : Out.error).add(In);
      return;
    case Stmt::Guard: {
      Lines[St.site] = St.line;
      Names[St.site] = "g" + std::to_string(St.var);
      Guarded.insert(St.site);
      GuardSite[St.var] = St.site;
      States Inside(How);
      for (const State &S : In.all())
        acquired(St, S, Inside, -1);
      After Body = list(St.body, Inside);
      for (States *Each :
           {&Body.next, &Body.broken, &Body.continued, &Body.returned, &Body.error, &Body.other})
        dies(*Each, St.site);
      Out.next.add(Body.next);
      Out.leave(Body);
      return;
    }
    default:
      for (const State &S : In.all())
        simple(St, S, Out);
    }
  }

  bool RethrowsOther = false;
  void handler(const std::vector<Stmt> &Body, const States &In, bool Other, After &Out) {
    bool Before = RethrowsOther;
    RethrowsOther = Other;
    After Handled = list(Body, In);
    RethrowsOther = Before;
    Out.next.add(Handled.next);
    Out.leave(Handled);
  }
};

} // namespace

Verdicts interpret(const Function &F, Paths How) { return Interpreter(F, How).run(); }

} // namespace leasehold::oracle
