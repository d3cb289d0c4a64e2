//===- Calls.cpp - applying Effects at a call -----------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "flow/Walker.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace leasehold {

//===----------------------------------------------------------------------===//
// Slots of a call
//===----------------------------------------------------------------------===//

const Expr *Walker::slotExpr(const Call &K, const Slot &L) {
  if (L.kind == Slot::Param)
    return L.index < K.args.size() ? K.args[L.index] : nullptr;
  if (L.kind == Slot::This)
    return K.object;
  return nullptr;
}

const Place *Walker::slotPlace(State &S, const Call &K, const Slot &L) {
  const Place *P = nullptr;
  switch (L.kind) {
  case Slot::Return:
    P = Places.temporary(K.expr);
    break;
  case Slot::Capture:
    P = Places.root(L.capture);
    break;
  case Slot::This:
    P = K.self ? K.self : K.object ? resolve(S, K.object) : nullptr;
    break;
  case Slot::Param: {
    const Expr *E = slotExpr(K, L);
    if (!E)
      return nullptr;
    // f(&x): the parameter's target is x.
    Value V = eval(S, E);
    P = V.kind == Value::Address ? V.place : resolve(S, E);
    break;
  }
  }
  return P ? Places.follow(P, L.path) : nullptr;
}

Value Walker::slotValue(State &S, const Call &K, const Slot &L) {
  if (L.path.empty()) {
    if (L.kind == Slot::Return) {
      auto It = S.temps.find(K.expr);
      return It == S.temps.end() ? Value() : It->second;
    }
    if (const Expr *E = slotExpr(K, L)) {
      Value V = eval(S, E);
      if (V.kind == Value::Address) {
        auto It = S.env.find(V.place);
        if (It != S.env.end())
          return It->second;
      }
      return V;
    }
    if (L.kind == Slot::This && K.self) {
      auto It = S.env.find(K.self);
      return It == S.env.end() ? Value() : It->second;
    }
  }
  const Place *P = slotPlace(S, K, L);
  if (!P) {
    // The object itself may be a session although its field is not known.
    if (const Expr *E = slotExpr(K, L))
      return eval(S, E);
    return {};
  }
  if (auto It = S.env.find(P); It != S.env.end())
    return It->second;
  for (const Place *Up = P->parent; Up; Up = Up->parent)
    if (auto It = S.env.find(Up); It != S.env.end() && It->second.kind == Value::Lease)
      return It->second;
  if (const Expr *E = slotExpr(K, L); E && !isa<CXXThisExpr>(strip(E)))
    if (Value V = eval(S, E); V.kind == Value::Lease)
      return V;
  if (L.kind == Slot::This && P->isSelf()) {
    // A callee's effect on a member that this function has not touched yet.
    const auto *M = dyn_cast_or_null<CXXMethodDecl>(&F);
    const CXXRecordDecl *In = M ? M->getParent() : nullptr;
    if (In && P->parent && !P->parent->parent)
      for (const FieldDecl *Field : In->fields())
        if (Field->getName() == P->field)
          return member(S, P, Field->getType());
  }
  return {};
}

//===----------------------------------------------------------------------===//
// What happens to a lease
//===----------------------------------------------------------------------===//

void Walker::release(State &S, unsigned Lease, SourceLocation At) {
  LeaseState &L = S.lease(Lease);
  if (L.status == LeaseState::Released)
    return;
  // A transaction begun by hand and still open goes back to the pool with its session.
  bool Pooled = R.leases[Lease].pooled;
  for (unsigned I = 0; I < S.txns.size(); ++I) {
    const TxnInfo &Info = R.txns[I];
    TxnState &T = S.txns[I];
    if (Info.object || !Info.lease || *Info.lease != Lease)
      continue;
    if (T.status == TxnState::Open || (T.status == TxnState::Idle && Pooled)) {
      Event E;
      E.kind = Event::OpenTransaction;
      E.at = Info.at;
      E.txn = &Info;
      E.lease = &R.leases[Lease];
      E.exitAt = At;
      E.detail = T.status == TxnState::Idle
                     ? "the session is given back with autocommit still off"
                     : "the session is given back here with the transaction open";
      E.idleAutocommit = T.status == TxnState::Idle;
      E.trail = S.trail;
      if (!Info.borrowed && T.status == TxnState::Idle)
        emit(std::move(E));
      else if (!Info.borrowed && R.leases[Lease].pooled)
        emit(std::move(E));
      T.status = TxnState::Ended;
    }
  }
  touchTasks(S, Lease);
  L.status = LeaseState::Released;
  L.byHand = !L.owner && !Destroying;
  L.owner = nullptr;
  L.changed = At;
  if (At.isValid())
    S.step(At, "given back here");
}

void Walker::uncertain(State &S, const Value &V) {
  if (V.kind == Value::Lease || V.kind == Value::Status) {
    LeaseState &L = S.lease(V.id);
    if (!L.owner && (L.status == LeaseState::Held || L.status == LeaseState::Stored) &&
        R.leases[V.id].origin == LeaseInfo::Acquired)
      L.status = LeaseState::Gone;
    for (unsigned I = 0; I < S.txns.size(); ++I)
      if (R.txns[I].lease == V.id && !R.txns[I].object &&
          (S.txns[I].status == TxnState::Open || S.txns[I].status == TxnState::Idle))
        S.txns[I].status = TxnState::Gone;
    if (R.leases[V.id].borrowed())
      L.endedEntryTxn = true;
  } else if (V.kind == Value::Txn) {
    if (S.txn(V.id).status == TxnState::Open)
      S.txn(V.id).status = TxnState::Gone;
  }
}

void Walker::keep(State &S, const Value &V, const Stmt &At) {
  if (V.kind == Value::Lease) {
    LeaseState &L = S.lease(V.id);
    if (L.status == LeaseState::Held && R.leases[V.id].origin == LeaseInfo::Acquired) {
      L.status = LeaseState::Stored;
      L.changed = At.getBeginLoc();
      L.owner = nullptr;
    }
  } else if (V.kind == Value::Txn && S.txn(V.id).status == TxnState::Open) {
    S.txn(V.id).status = TxnState::Gone;
  }
}

Value Walker::acquire(State &S, const Call &K, const Acquire &A, const Stmt *Site, QualType Type) {
  unsigned Id = leaseAt(Site, [&] {
    LeaseInfo I;
    I.site = Site;
    I.at = K.expr->getExprLoc().isValid() && !isa<CXXConstructExpr>(K.expr) ? K.expr->getBeginLoc()
                                                                            : Site->getBeginLoc();
    I.acquire = A;
    I.pooled = A.pooled;
    Carrier Kind = C.carrierOf(Type);
    I.held = A.held;
    if (A.held == Held::Always && isSessionLike(Kind.role()) && !A.pooled)
      I.held = Kind.traits->held;
    I.threadAffine = Kind.traits && Kind.traits->threadAffine;
    I.guardType = A.guarded;
    if (Kind.record)
      I.type = Kind.record->getNameAsString();
    I.from = K.callee ? K.callee->getNameAsString() : "";
    if (K.object)
      I.from = describe(K.object) + (K.object->getType()->isPointerType() ? "->" : ".") + I.from;
    if (const auto *New = dyn_cast<CXXConstructExpr>(K.expr); New && K.callee)
      I.from = cast<CXXConstructorDecl>(K.callee)->getParent()->getNameAsString();
    return I;
  });
  LeaseState &L = S.lease(Id);
  if (L.status == LeaseState::Held && !L.owner)
    lost(S, Id, R.leases[Id].at, "acquired again in the next round of a loop");
  // The old round's names do not name the new lease.
  for (auto &[P, V] : S.env)
    if (V.kind == Value::Lease && V.id == Id)
      V = {};
  L = {};
  L.status = LeaseState::Held;
  if (A.guarded)
    L.owner = !A.to.path.empty() ? slotPlace(S, K, A.to)
              : A.to.kind == Slot::Return || A.to.kind == Slot::This
                  ? (K.self ? K.self : Places.temporary(K.expr))
                  : slotPlace(S, K, A.to);
  S.step(R.leases[Id].at, "acquired here");
  return Value::lease(Id);
}

//===----------------------------------------------------------------------===//
// Transactions
//===----------------------------------------------------------------------===//

void Walker::begin(State &S, const Value &On, const Stmt &Site, bool Autocommit) {
  if (On.kind == Value::Txn) {
    TxnState &T = S.txn(On.id);
    if (T.status != TxnState::Open)
      T = {TxnState::Open, false, T.owner};
    return;
  }
  if (On.kind != Value::Lease)
    return;
  unsigned Id = txnAt(&Site, [&] {
    TxnInfo I;
    I.site = &Site;
    I.at = Site.getBeginLoc();
    I.lease = On.id;
    I.autocommit = Autocommit;
    I.name = R.leases[On.id].name;
    I.type = R.leases[On.id].type;
    return I;
  });
  TxnState &T = S.txn(Id);
  T = {TxnState::Open, false, nullptr};
  if (const auto *E = dyn_cast<Expr>(&Site);
      E && !E->getType()->isVoidType() && !isa<CXXConstructExpr>(E))
    S.temps[E] = Value::begun(Id, !E->getType()->isIntegerType() || E->getType()->isBooleanType());
  S.step(Site.getBeginLoc(),
         Autocommit ? "autocommit is switched off here" : "the transaction begins here");
}

void Walker::finish(State &S, const Value &On, bool Commit, bool Certain) {
  auto End = [&](TxnState &T, const TxnInfo &I) {
    if (T.status != TxnState::Open && T.status != TxnState::Gone)
      return;
    T.status = !Certain ? TxnState::Gone : I.autocommit ? TxnState::Idle : TxnState::Ended;
  };
  (void)Commit;
  if (On.kind == Value::Txn) {
    End(S.txn(On.id), R.txns[On.id]);
    return;
  }
  if (On.kind != Value::Lease && On.kind != Value::Derived)
    return;
  bool Any = false;
  for (unsigned I = 0; I < S.txns.size(); ++I)
    if (R.txns[I].lease == On.id && !R.txns[I].object) {
      Any |= S.txns[I].status != TxnState::None;
      End(S.txns[I], R.txns[I]);
    }
  if (!Any)
    S.lease(On.id).endedEntryTxn = true;
}

void Walker::touch(State &S, const Value &On, TxnEffect::Kind Kind) {
  auto One = [&](unsigned I) {
    TxnState &T = S.txns[I];
    if (T.status == TxnState::Idle)
      T.status = TxnState::Open;
    if (Kind == TxnEffect::Write && T.status == TxnState::Open)
      T.wrote = true;
  };
  if (On.kind == Value::Txn)
    One((S.txn(On.id), On.id));
  else if (On.kind == Value::Lease || On.kind == Value::Derived)
    for (unsigned I = 0; I < S.txns.size(); ++I)
      if (R.txns[I].lease == On.id)
        One(I);
}

void Walker::transact(State &S, const Call &K, const TxnEffect &T) {
  Value On = slotValue(S, K, T.on);
  switch (T.kind) {
  case TxnEffect::Begin:
    if (T.certain)
      begin(S, On, *K.expr, false);
    return;
  case TxnEffect::Commit:
  case TxnEffect::Rollback:
    finish(S, On, T.kind == TxnEffect::Commit, T.certain);
    return;
  case TxnEffect::Write:
  case TxnEffect::Read:
    if (T.certain)
      touch(S, On, T.kind);
    return;
  }
}

void Walker::sql(State &S, const Call &K, const SqlText &T) {
  Value On = slotValue(S, K, T.on);
  if (T.text >= K.args.size())
    return;
  // Literals, also inside std::string(...) + ...: the first word is on the left.
  const Expr *E = strip(K.args[T.text]);
  for (unsigned Depth = 0; E && Depth < 12; ++Depth) {
    if (const auto *Con = dyn_cast<CXXConstructExpr>(E); Con && Con->getNumArgs() >= 1)
      E = strip(Con->getArg(0));
    else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E);
             O && (O->getOperator() == OO_Plus || O->getOperator() == OO_LessLess))
      E = strip(O->getArg(0));
    else if (const auto *L = dyn_cast<UserDefinedLiteral>(E); L && L->getNumArgs() >= 1)
      E = strip(L->getArg(0));
    else if (const auto *M = dyn_cast<CXXMemberCallExpr>(E);
             M && M->getMethodDecl() && M->getMethodDecl()->getDeclName().isIdentifier() &&
             (M->getMethodDecl()->getName() == "c_str" || M->getMethodDecl()->getName() == "data"))
      E = strip(M->getImplicitObjectArgument());
    else if (const auto *F2 = dyn_cast<CallExpr>(E);
             F2 && F2->getDirectCallee() && F2->getDirectCallee()->getDeclName().isIdentifier() &&
             F2->getNumArgs() >= 1 &&
             (F2->getDirectCallee()->getName() == "format" ||
              F2->getDirectCallee()->getName() == "QStringLiteral"))
      E = strip(F2->getArg(0));
    else if (const auto *D = dyn_cast<DeclRefExpr>(E)) {
      const auto *V = dyn_cast<VarDecl>(D->getDecl());
      // A named constant, or a local whose first value the text starts with.
      if (!V || !V->getInit() || isa<ParmVarDecl>(V))
        break;
      E = strip(V->getInit());
    } else
      break;
  }
  SqlKind Kind = SqlKind::Unknown;
  if (const auto *Choice = dyn_cast_or_null<ConditionalOperator>(E)) {
    // ok ? "COMMIT" : "ROLLBACK"
    const auto *L = dyn_cast<clang::StringLiteral>(strip(Choice->getTrueExpr()));
    const auto *R2 = dyn_cast<clang::StringLiteral>(strip(Choice->getFalseExpr()));
    auto Ends = [](const clang::StringLiteral *Text) {
      if (!Text || Text->getCharByteWidth() != 1)
        return false;
      SqlKind K2 = classifySql(Text->getString());
      return K2 == SqlKind::Commit || K2 == SqlKind::Rollback;
    };
    if (Ends(L) && Ends(R2))
      Kind = SqlKind::Commit;
    else if (Ends(L) || Ends(R2))
      finish(S, On, true, false);
  }
  if (const auto *L = dyn_cast_or_null<clang::StringLiteral>(E); L && L->getCharByteWidth() == 1) {
    Kind = classifySql(L->getString());
    // Several statements in one text: the transaction words decide.
    llvm::StringRef Rest = L->getString();
    if (Kind == SqlKind::Begin)
      while (Rest.contains(';')) {
        Rest = Rest.split(';').second;
        SqlKind Next = classifySql(Rest);
        if (Next == SqlKind::Commit || Next == SqlKind::Rollback)
          Kind = SqlKind::Read;
      }
  }
  switch (Kind) {
  case SqlKind::Begin:
    if (On.kind != Value::Txn)
      begin(S, On, *K.expr, false);
    return;
  case SqlKind::Commit:
  case SqlKind::Rollback:
    finish(S, On, Kind == SqlKind::Commit, true);
    return;
  case SqlKind::Write:
    touch(S, On, TxnEffect::Write);
    return;
  case SqlKind::Read:
    touch(S, On, TxnEffect::Read);
    return;
  case SqlKind::Savepoint:
    return;
  case SqlKind::Unknown:
    // Text that comes in by a parameter.
    if (!isa_and_nonnull<clang::StringLiteral>(E) && On.kind == Value::Lease)
      if (const auto *D = dyn_cast_or_null<DeclRefExpr>(E); D && isa<ParmVarDecl>(D->getDecl())) {
        const auto *P = cast<ParmVarDecl>(D->getDecl());
        const LeaseInfo &I = R.leases[On.id];
        // run(conn, text): what the text does is known where it is written.
        if (P->getDeclContext() == &F && I.place && I.borrowed() && !R.summary.sql) {
          Slot Of = I.place->isSelf() ? Slot::self() : Slot();
          if (const auto *Session = dyn_cast_or_null<ParmVarDecl>(I.place->top()->root))
            Of = Slot::param(Session->getFunctionScopeIndex());
          else if (!I.place->isSelf())
            return;
          Of.path = I.place->path();
          R.summary.sql = SqlText{Of, P->getFunctionScopeIndex()};
        }
      }
    return;
  }
}

//===----------------------------------------------------------------------===//
// Slow calls
//===----------------------------------------------------------------------===//

bool Walker::blocksNow(State &S, const Call &K, const Blocking &Blocks, const Stmt *Since) {
  for (const Unless &U : Blocks.unless) {
    if (U.param >= K.args.size())
      continue;
    std::optional<int64_t> N = constant(K.args[U.param]);
    if (!N) {
      Expr::EvalResult Result;
      const Expr *E = K.args[U.param];
      if (!E->isValueDependent() && E->EvaluateAsInt(Result, Ctx, Expr::SE_NoSideEffects))
        N = Result.Val.getInt().tryExtValue();
    }
    if (N && ((U.bits && (*N & *U.bits) == *U.bits) || (U.equals && *N == *U.equals)))
      return false;
  }
  bool Loop = B.loopSince(K.expr, Since);
  if (Blocks.onlyInLoop && !Loop)
    return false;
  if (Blocks.duration && Blocks.duration->param < K.args.size()) {
    auto Ns = constantDuration(K.args[Blocks.duration->param], Blocks.duration->nsPerUnit, Ctx);
    // nanosleep(&ts, ...) with constant fields.
    if (Value V = eval(S, K.args[Blocks.duration->param]); !Ns && V.kind == Value::Address) {
      auto Field = [&](llvm::StringRef Name) -> std::optional<uint64_t> {
        auto It = S.env.find(Places.child(V.place, Name));
        if (It == S.env.end() || It->second.kind != Value::Int || It->second.number < 0)
          return std::nullopt;
        return static_cast<uint64_t>(It->second.number);
      };
      if (auto Seconds = Field("tv_sec"))
        if (auto Nanos = Field("tv_nsec"))
          Ns = *Seconds * 1000000000 + *Nanos;
    }
    if (Ns && *Ns == 0)
      return false;
    // A short wait that is repeated is a long one: polling.
    if (Ns && *Ns < O.minSlow && !Loop)
      return false;
  }
  return true;
}

void Walker::slow(State &S, const Call &K) {
  if (InPool || !K.effects->blocks || K.effects->nonblocking)
    return;
  const Blocking &Blocks = *K.effects->blocks;
  for (unsigned Id = 0; Id < S.leases.size(); ++Id) {
    const LeaseState &L = S.leases[Id];
    const LeaseInfo &I = R.leases[Id];
    if (L.status != LeaseState::Held && L.status != LeaseState::Stored)
      continue;
    if (K.received.count(Id) || I.held == Held::Never)
      continue;
    // main waits between attempts before it serves anybody.
    if (IsMain && Blocks.kind == "sleep")
      continue;
    bool Open = false;
    const TxnInfo *OpenTxn = nullptr;
    for (unsigned T = 0; T < S.txns.size(); ++T)
      if (R.txns[T].lease == Id && S.txns[T].status == TxnState::Open) {
        Open = true;
        OpenTxn = &R.txns[T];
      }
    bool Scarce = Open;
    switch (I.origin) {
    case LeaseInfo::Acquired:
      // What main opens by hand lives as long as the process.
      Scarce |= I.held == Held::Always && !(IsMain && !I.pooled) && L.status == LeaseState::Held;
      Scarce |= I.held == Held::Always && L.status == LeaseState::Stored && I.pooled;
      break;
    case LeaseInfo::Parameter:
    case LeaseInfo::Captured:
      Scarce |= I.held == Held::Always;
      break;
    case LeaseInfo::Member:
    case LeaseInfo::Unknown:
      Scarce |= I.guardType && I.pooled && L.used;
      break;
    }
    if (!Scarce)
      continue;
    if (!blocksNow(S, K, Blocks, I.site))
      continue;
    Event E;
    bool ReadLoop = Blocks.websocketRead && B.loopSince(K.expr, I.site);
    E.kind = ReadLoop ? Event::ReadLoop : Event::SlowCall;
    E.at = K.expr->getBeginLoc();
    if (const auto *M = dyn_cast<CXXMemberCallExpr>(K.expr))
      E.at = M->getExprLoc();
    E.lease = &I;
    E.txn = OpenTxn;
    E.blocking = Blocks;
    E.chain = Blocks.chain;
    E.name = K.callee ? qualifiedName(*K.callee) : "";
    E.trail = S.trail;
    emit(std::move(E));
  }
}

//===----------------------------------------------------------------------===//
// The call
//===----------------------------------------------------------------------===//

Value Walker::resultOf(State &S, const Call &K) {
  QualType T = K.callee ? K.callee->getReturnType() : K.expr->getType();
  if (T->isVoidType() || T->isArithmeticType())
    return {};
  Carrier Kind = C.carrierOf(T);
  std::optional<unsigned> First;
  if (K.object) {
    std::set<unsigned> Of;
    reachable(S, eval(S, K.object), Of);
    if (!Of.empty())
      First = *Of.begin();
  }
  if (!First && !K.received.empty())
    First = *K.received.begin();
  switch (Kind.role()) {
  case Role::Session:
  case Role::Guard: {
    if (First)
      return Value::lease(*First, /*Weak=*/true);
    // A view of what the call itself just opened, for its object.
    if (auto It = LeaseIds.find(K.expr);
        It != LeaseIds.end() && R.leases[It->second].origin == LeaseInfo::Acquired)
      return Value::lease(It->second, /*Weak=*/true);
    unsigned Id = leaseAt(K.expr, [&] {
      LeaseInfo I;
      I.origin = LeaseInfo::Unknown;
      I.site = K.expr;
      I.at = K.expr->getBeginLoc();
      I.held = Kind.traits->held;
      I.pooled = Kind.traits->pooled;
      I.threadAffine = Kind.traits->threadAffine;
      I.type = Kind.record->getNameAsString();
      I.from = K.callee ? K.callee->getNameAsString() : "";
      return I;
    });
    S.lease(Id).status = LeaseState::Held;
    return Value::lease(Id);
  }
  case Role::Transaction: {
    if (!K.callee || !Kind.traits)
      return {};
    // session.begin(), makeTransaction(session): a new transaction object.
    if (Kind.indirect && Kind.wrapper == Wrapper::None)
      return {};
    unsigned Id = txnAt(K.expr, [&] {
      TxnInfo I;
      I.site = K.expr;
      I.at = K.expr->getBeginLoc();
      I.lease = First;
      I.object = true;
      I.readOnly = Kind.traits->readOnly;
      I.onDestroy = Kind.traits->onDestroy;
      I.type = Kind.record->getNameAsString();
      return I;
    });
    S.txn(Id) = {TxnState::Open, false, Places.temporary(K.expr)};
    return Value::txn(Id);
  }
  case Role::Result:
    if (Kind.traits->detached)
      return {};
    [[fallthrough]];
  default:
    break;
  }
  if (Kind.role() == Role::None && !T->isRecordType() && !T->isPointerType() &&
      !T->isReferenceType())
    return {};
  if (Kind.role() == Role::None && (T.getNonReferenceType()->isArithmeticType() ||
                                    (T->isPointerType() && !T->getPointeeType()->isRecordType() &&
                                     !T->getPointeeType()->isVoidType())))
    return {};
  if (const CXXRecordDecl *Rec = recordOf(T);
      Kind.role() == Role::None && (!Rec || !isUserCode(*Rec)))
    return {};
  return First ? Value::derived(*First) : Value();
}

void Walker::invalidate(State &S, const Call &K) {
  for (unsigned I = 0; I < K.args.size(); ++I) {
    const Expr *A = K.args[I];
    QualType P = K.callee && I < K.callee->getNumParams() ? K.callee->getParamDecl(I)->getType()
                                                          : A->getType();
    bool Mutable =
        (P->isLValueReferenceType() || P->isRValueReferenceType() || P->isPointerType()) &&
        !P->getPointeeType().isConstQualified();
    if (!Mutable)
      continue;
    Value V = eval(S, A);
    const Place *Target = V.kind == Value::Address ? V.place
                          : P->isReferenceType()   ? resolve(S, A)
                                                   : nullptr;
    if (!Target)
      continue;
    // Values that speak of leases stay; plain numbers and facts go stale.
    for (auto It = S.env.begin(); It != S.env.end();)
      if (It->first->below(Target) &&
          (It->second.kind == Value::Int || It->second.kind == Value::NonZero ||
           It->second.kind == Value::Null))
        It = S.env.erase(It);
      else
        ++It;
    S.forget(Target, /*ValuesToo=*/false);
  }
  const auto *M = dyn_cast_or_null<CXXMethodDecl>(K.callee);
  if (K.object && (!M || !M->isConst()))
    if (const Place *P = resolve(S, K.object)) {
      S.forget(P, /*ValuesToo=*/false);
      for (auto It = S.env.begin(); It != S.env.end();)
        if (It->first != P && It->first->below(P) &&
            (It->second.kind == Value::Int || It->second.kind == Value::NonZero))
          It = S.env.erase(It);
        else
          ++It;
    }
  // A closure that is called may change what it captured by reference.
  for (const Expr *A : K.args)
    if (Value V = eval(S, A); V.kind == Value::Closure)
      if (const auto *L = dyn_cast<LambdaExpr>(V.expr))
        for (const LambdaCapture &Cap : L->captures())
          if (Cap.capturesVariable() && Cap.getCaptureKind() == LCK_ByRef)
            if (const Place *P = Places.root(Cap.getCapturedVar())) {
              S.forget(P, /*ValuesToo=*/false);
              if (auto It = S.env.find(P); It != S.env.end() && (It->second.kind == Value::Int ||
                                                                 It->second.kind == Value::NonZero))
                S.env.erase(It);
            }
}

void Walker::apply(Call &K, State &S) {
  for (const Expr *A : K.args)
    reachable(S, A, K.received);
  if (K.object && !isa<CXXThisExpr>(strip(K.object)))
    reachable(S, K.object, K.received);
  // workers.emplace_back([&] {...}) makes a thread in place.
  static const Effects StartsTask = [] {
    Effects Starts;
    Starts.background.push_back(Slot::param(0));
    Starts.backgroundRest = true;
    Starts.borrowsArguments = true;
    return Starts;
  }();
  if (const auto *M = dyn_cast_or_null<CXXMethodDecl>(K.callee);
      M && !K.effects && isContainer(M->getParent()) && M->getDeclName().isIdentifier() &&
      isOneOf(M->getName(), {"emplace_back", "emplace", "emplace_front", "push_back"}) &&
      !K.args.empty())
    if (const auto *Of = dyn_cast<ClassTemplateSpecializationDecl>(M->getParent());
        Of && Of->getTemplateArgs().size() > 0 &&
        Of->getTemplateArgs()[0].getKind() == TemplateArgument::Type &&
        C.carrierOf(Of->getTemplateArgs()[0].getAsType()).role() == Role::Task &&
        eval(S, K.args[0]).kind == Value::Closure)
      K.effects = &StartsTask;
  const Effects *E = K.effects;
  if (E)
    for (const Slot &U : E->usesMember)
      if (const Place *P = slotPlace(S, K, U)) {
        if (auto It = S.env.find(P); It != S.env.end() && It->second.kind == Value::Lease)
          K.received.insert(It->second.id);
        else if (auto Known = BorrowedAt.find(P); Known != BorrowedAt.end())
          K.received.insert(Known->second);
      }
  if (vocabulary(K, S))
    return;
  // Waiting for the task that works on the session is the session's own work.
  if (E)
    for (const Slot &J : E->joins) {
      Value V = slotValue(S, K, J);
      if (V.kind == Value::Task) {
        for (const auto &[Key, Ev] : PendingEvents)
          if (Key / 1024 == V.id)
            K.received.insert(Key % 1024);
      } else if (!V) {
        // One of several in a container: any of the tasks.
        K.received.insert(TaskLeases.begin(), TaskLeases.end());
      }
    }
  const auto *Member = dyn_cast_or_null<CXXMethodDecl>(K.callee);
  for (unsigned Id : K.received) {
    S.lease(Id).used = true;
    if (!Member || !Member->isConst())
      for (unsigned T = 0; T < S.txns.size(); ++T)
        if (R.txns[T].lease == Id && S.txns[T].status == TxnState::Open)
          R.txns[T].worked = true;
  }
  if (E && E->joins.empty() && E->background.empty())
    for (unsigned Id : K.received)
      touchTasks(S, Id);
  if (E && E->blocks && E->background.empty())
    slow(S, K);

  // Whether it returns or throws, the task is over.
  if (E)
    for (const Slot &J : E->joins)
      if (Value V = slotValue(S, K, J); V.kind == Value::Task)
        joinTask(S, V.id);
  if (E && !E->throws.empty() && Exceptions && E->releases.empty() && !reportsByStatus(*K.callee) &&
      llvm::none_of(E->txn, [](const TxnEffect &T) { return T.kind == TxnEffect::Rollback; }) &&
      !(E->autocommit && E->autocommit->param < K.args.size() &&
        constant(K.args[E->autocommit->param]).value_or(0) != 0))
    unwind(S, K.expr, E->throws, E->throwChain, K.callee ? K.callee->getNameAsString() : "call");

  if (E) {
    if (E->sql)
      sql(S, K, *E->sql);
    for (const TxnEffect &T : E->txn)
      if (!(T.kind == TxnEffect::Begin && K.callee &&
            C.carrierOf(K.callee->getReturnType()).role() == Role::Transaction))
        transact(S, K, T);
    if (E->autocommit && E->autocommit->param < K.args.size()) {
      Value On = slotValue(S, K, E->autocommit->of);
      if (auto N = constant(K.args[E->autocommit->param])) {
        if (*N == 0) {
          begin(S, On, *K.expr, true);
        } else if (On.kind == Value::Lease) {
          for (unsigned I = 0; I < S.txns.size(); ++I)
            if (R.txns[I].lease == On.id && R.txns[I].autocommit)
              S.txns[I].status = TxnState::Ended;
          S.lease(On.id).endedEntryTxn = true;
        }
      } else {
        finish(S, On, true, false);
      }
    }
    if (!E->background.empty())
      background(S, K);
    if (!E->handlers.empty())
      handlers(S, K);
    for (const Slot &D : E->detaches)
      if (Value V = slotValue(S, K, D); V.kind == Value::Task)
        for (const PendingTask &P :
             llvm::SmallVector<PendingTask, 4>(S.pending.begin(), S.pending.end()))
          if (P.task == V.id)
            touchTasks(S, P.lease);
    for (const Slot &I : E->invokes)
      if (const Expr *Callable = slotExpr(K, I))
        if (Value V = eval(S, Callable); V.kind == Value::Closure)
          invoke(S, V.expr, *K.expr);
    for (const Slot &L : E->releases)
      if (Value V = slotValue(S, K, L); V.kind == Value::Lease)
        release(S, V.id, K.expr->getBeginLoc());
      else if (V.kind == Value::Txn)
        finish(S, V, false, true);
    for (const Slot &L : E->mayRelease) {
      Value V = slotValue(S, K, L);
      if (V.kind == Value::Lease)
        S.lease(V.id).owner = nullptr;
      uncertain(S, V);
    }
    for (const Slot &L : E->keeps)
      keep(S, slotValue(S, K, L), *K.expr);
  }

  // Nothing is known of the callee: it may do anything with what it is given.
  bool UserCode = K.callee && isUserCode(*K.callee);
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(K.callee);
  bool Overridable = Method && Method->isVirtual() && E &&
                     (E->origin == "summary" || E->origin == "overriders") &&
                     !Method->hasAttr<FinalAttr>() && !isa<CXXDestructorDecl>(Method);
  if (!K.callee || ((!E || Overridable) && UserCode)) {
    for (unsigned I = 0; I < K.args.size(); ++I) {
      const Expr *A = K.args[I];
      QualType P = K.callee && I < K.callee->getNumParams() ? K.callee->getParamDecl(I)->getType()
                                                            : A->getType();
      Value V = eval(S, A);
      bool Const =
          (P->isReferenceType() || P->isPointerType()) && P->getPointeeType().isConstQualified();
      if (Const)
        continue;
      bool GuardByRef = V.kind == Value::Lease && S.lease(V.id).owner && P->isLValueReferenceType();
      if (!GuardByRef)
        uncertain(S, V);
      else
        for (unsigned T = 0; T < S.txns.size(); ++T)
          if (R.txns[T].lease == V.id && !R.txns[T].object && S.txns[T].status == TxnState::Open)
            S.txns[T].status = TxnState::Gone;
      if (V.kind == Value::Lease && P->isRValueReferenceType()) {
        S.lease(V.id).status = LeaseState::Gone;
        S.lease(V.id).owner = nullptr;
      }
      std::set<unsigned> Inside;
      if (V.kind == Value::Address || V.kind == Value::Closure || !V)
        reachable(S, A, Inside);
      for (unsigned Id : Inside)
        uncertain(S, Value::lease(Id));
      if (const Place *Where = V.kind == Value::Address ? V.place : resolve(S, A))
        for (auto &[Q, Part] : S.env)
          if (Part.kind == Value::Txn && Q->below(Where))
            uncertain(S, Part);
    }
    if (K.object) {
      Value V = eval(S, K.object);
      bool Const = Method && Method->isConst();
      if (!Const && V.kind == Value::Txn)
        uncertain(S, V);
      if (!Const && V.kind == Value::Derived)
        uncertain(S, Value::lease(V.id));
      if (const Place *P = resolve(S, K.object); P && !Const)
        for (auto &[Q, Part] : S.env)
          if (Q != P && Q->below(P))
            uncertain(S, Part);
      if (!Const && isa<CXXThisExpr>(strip(K.object)))
        for (unsigned Id = 0; Id < S.leases.size(); ++Id)
          if (R.leases[Id].origin == LeaseInfo::Member)
            uncertain(S, Value::lease(Id));
    }
  } else if (!E && K.callee) {
    // A library function without a model borrows; a container keeps.
    bool Container = Method && isContainer(Method->getParent()) && !Method->isConst();
    bool Makes = isa<CXXConstructExpr>(K.expr) || (K.callee->getDeclName().isIdentifier() &&
                                                   K.callee->getName().starts_with("make_"));
    if (Container || Makes)
      for (const Expr *A : K.args) {
        Value V = eval(S, A);
        if (V.kind == Value::Task && K.object)
          if (const Place *Of = resolve(S, K.object))
            S.env[Places.child(Of, "[]")] = V;
        if (V.kind == Value::Lease && S.lease(V.id).owner && A->isLValue() && !A->isXValue() &&
            !A->getType()->isPointerType() && C.carrierOf(A->getType()).wrapper != Wrapper::Shared)
          continue;
        keep(S, V, *K.expr);
        if (const auto *List = dyn_cast<InitListExpr>(strip(A)))
          for (const Expr *Each : List->inits())
            keep(S, eval(S, Each), *K.expr);
        // An object kept by pointer or by value takes the sessions in its fields along.
        if (const Place *P = resolve(S, A); P && !P->isSelf())
          for (const auto &[Part, Inner] : std::map<const Place *, Value>(S.env))
            if (Part != P && Part->below(P))
              keep(S, Inner, *K.expr);
      }
  }

  if (E) {
    std::optional<Value> Same;
    if (E->same) {
      Value V = slotValue(S, K, E->same->as);
      if (V.kind == Value::Lease || V.kind == Value::Txn || V.kind == Value::Derived) {
        V.weak = V.weak || E->same->orNull;
        Same = V;
      }
    }
    bool SameGiven = Same.has_value();
    for (const Acquire &A : E->acquires) {
      if (SameGiven && A.to.kind == Slot::Return)
        continue; // mysql_init(&given)
      QualType T = A.to.kind == Slot::Return && K.callee ? K.callee->getReturnType() : QualType();
      if (A.to.kind == Slot::Param && A.to.index < K.args.size())
        T = K.args[A.to.index]->getType();
      if (A.to.kind == Slot::This && K.callee && Method)
        T = K.object ? K.object->getType() : K.expr->getType();
      if (A.to.kind == Slot::This && A.to.path.empty() && !K.self) {
        // session.open(...) on an object that is one already, or on a member.
        Value Old = slotValue(S, K, A.to);
        if (Old.kind == Value::Lease || (K.object && !isa<DeclRefExpr>(strip(K.object))))
          continue;
      }
      Value V = acquire(S, K, A, K.expr, T);
      if (E->same && A.to.kind == Slot::Return)
        if (const Place *Given = slotPlace(S, K, E->same->as)) {
          // mysql_init(&m) initialises what it is given.
          if (Value Of = slotValue(S, K, E->same->as);
              Of.kind != Value::Null && Of.kind != Value::Int)
            store(S, Given, V, T, *K.expr);
        }
      if (A.to.kind == Slot::Return && A.to.path.empty()) {
        S.temps[K.expr] = V;
      } else if (const Place *P = slotPlace(S, K, A.to)) {
        // {conn, ok}: whether there is one is said by another part.
        if (A.to.kind == Slot::Return && !A.guarded)
          S.lease(V.id).status = LeaseState::Stored;
        if (A.to.kind == Slot::Param && R.leases[V.id].name.empty()) {
          if (const auto *Var = dyn_cast_or_null<VarDecl>(P->root))
            R.leases[V.id].name = Var->getNameAsString();
          else
            R.leases[V.id].name = P->field;
        }
        store(S, P, V, T, *K.expr);
        // What an object opens for itself is its own business, unless it dies in this function.
        if (A.to.kind == Slot::This && !A.to.path.empty() && !diesHere(P) &&
            S.lease(V.id).status == LeaseState::Held)
          S.lease(V.id).status = LeaseState::Stored;
        if (A.guarded && S.lease(V.id).status == LeaseState::Held)
          S.lease(V.id).owner = P;
        if (A.status != Acquire::Status::None)
          S.temps[K.expr] = Value::status(V.id);
      } else {
        S.lease(V.id).status = LeaseState::Gone;
      }
    }
    for (const Assigns &A : E->assigns)
      if (Value V = slotValue(S, K, A.from))
        if (const Place *P = slotPlace(S, K, A.to)) {
          store(S, P, V, K.expr->getType(), *K.expr);
        }
    if (Same)
      S.temps[K.expr] = *Same;
    for (const Derives &D : E->derives) {
      Value V = slotValue(S, K, D.from);
      std::set<unsigned> Of;
      reachable(S, V, Of);
      if (Of.empty())
        continue;
      if (D.to.kind == Slot::Return) {
        if (Value Known = resultOf(S, K); Known.kind == Value::Lease || Known.kind == Value::Txn)
          S.temps[K.expr] = Known;
        else
          S.temps[K.expr] = Value::derived(*Of.begin());
      } else if (const Place *P = slotPlace(S, K, D.to)) {
        S.env[P] = Value::derived(*Of.begin());
      }
    }
  }
  // auto guard = finally([&] {...}): the callable goes into what is returned.
  if (!S.temps.count(K.expr) && !isa<CXXConstructExpr>(K.expr) &&
      C.traitsOf(recordOf(K.expr->getType())).role == Role::ScopeGuard)
    for (const Expr *A : K.args)
      if (Value V = eval(S, A); V.kind == Value::Closure)
        S.temps[K.expr] = V;
  // db.inTransaction(), sqlite3_get_autocommit(db)
  if (!S.temps.count(K.expr) && K.expr->getType()->isIntegerType() && K.callee &&
      K.callee->getDeclName().isIdentifier() && !K.received.empty()) {
    bool Inverted = K.callee->getName().contains_insensitive("autocommit");
    if (Inverted || K.callee->getName().contains_insensitive("intransaction") ||
        K.callee->getName().contains_insensitive("in_transaction")) {
      S.temps[K.expr].kind = Value::Asked;
      S.temps[K.expr].id = *K.received.begin();
      S.temps[K.expr].number = Inverted;
    }
  }
  // PQresultStatus(result), query.isActive(): a status asked of a status.
  if (!S.temps.count(K.expr) && K.expr->getType()->isIntegralOrEnumerationType())
    for (const Expr *A : K.args)
      if (Value V = eval(S, A); V.kind == Value::Begun)
        S.temps[K.expr] = Value::begun(V.id, true);
  if (!S.temps.count(K.expr) && !isa<CXXConstructExpr>(K.expr))
    if (Value V = resultOf(S, K))
      S.temps[K.expr] = V;
  // A guard given by value died with the parameter.
  for (const Expr *A : K.args)
    if (Value V = eval(S, A); V.kind == Value::Lease && !A->isGLValue() &&
                              !isa<CXXConstructExpr>(K.expr) &&
                              S.lease(V.id).status == LeaseState::Held &&
                              S.lease(V.id).owner == Places.temporary(strip(A)) &&
                              !(S.temps.count(K.expr) && S.temps[K.expr] == V))
      release(S, V.id, K.expr->getEndLoc());
  invalidate(S, K);
}

/// Is this part of a local object whose destructor is known?
bool Walker::diesHere(const Place *P) {
  const auto *Var = dyn_cast_or_null<VarDecl>(P->top()->root);
  if (!Var || !Var->hasLocalStorage())
    return false;
  const CXXRecordDecl *Rec = Var->getType()->getAsCXXRecordDecl();
  if (!Rec || wrapperOf(Rec) != Wrapper::None)
    return false;
  const CXXDestructorDecl *D = Rec->hasDefinition() ? Rec->getDestructor() : nullptr;
  return !D || D->isDefaulted() || D->hasBody() || C.effectsOf(D);
}

bool Walker::call(const Expr &E, State &S) {
  const auto &Ce = cast<CallExpr>(E);
  S.temps.erase(&E);
  if (!B.evaluated(&E))
    return true;
  Call K;
  K.expr = &E;
  K.callee = Ce.getDirectCallee();
  if (K.callee && K.callee->isNoReturn())
    return false;
  unsigned Skip = 0;
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(&Ce)) {
    K.object = M->getImplicitObjectArgument();
  } else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(&Ce);
             O && isa_and_nonnull<CXXMethodDecl>(K.callee) && O->getNumArgs() > 0) {
    K.object = O->getArg(0);
    Skip = 1;
  }
  for (unsigned I = Skip; I < Ce.getNumArgs(); ++I)
    K.args.push_back(Ce.getArg(I));
  K.effects = C.effectsOf(K.callee, receiverType(K.object));
  // A call of a lambda or of a std::function that holds one.
  if (const auto *O = dyn_cast<CXXOperatorCallExpr>(&Ce); O && O->getOperator() == OO_Call)
    if (Value V = eval(S, O->getArg(0)); V.kind == Value::Closure) {
      const auto *L = dyn_cast<LambdaExpr>(V.expr);
      if (L && !(K.callee == L->getCallOperator()))
        invoke(S, V.expr, E);
    }
  apply(K, S);
  return true;
}

void Walker::construct(const CXXConstructExpr &E, State &S) {
  const CXXConstructorDecl *D = E.getConstructor();
  const CXXRecordDecl *Rec = D->getParent();
  S.temps.erase(&E);
  const Place *Self = Places.temporary(&E);
  for (auto It = S.env.begin(); It != S.env.end();)
    It = It->first->below(Self) ? S.env.erase(It) : std::next(It);
  if (D->isCopyOrMoveConstructor() && E.getNumArgs() >= 1) {
    Value V = eval(S, E.getArg(0));
    const Place *From = resolve(S, E.getArg(0));
    if (!From)
      From = Places.temporary(strip(E.getArg(0)));
    for (auto &[P, Part] : std::map<const Place *, Value>(S.env))
      if (P != From && P->below(From) && !P->parent->parent)
        S.env[Places.child(Self, P->field)] = Part;
    if (!V)
      return;
    S.temps[&E] = V;
    if (V.kind == Value::Lease && !S.lease(V.id).owner && D->isMoveConstructor() &&
        R.leases[V.id].origin == LeaseInfo::Parameter && R.leases[V.id].guardType &&
        C.traitsOf(Rec).role == Role::Guard)
      S.lease(V.id).owner = From ? From : Self;
    if (V.kind == Value::Lease && S.lease(V.id).owner) {
      bool Copy = D->isCopyConstructor() && wrapperOf(Rec) == Wrapper::Shared;
      if (Copy) {
        // Another owner: the first to die does not end the lease.
        S.temps[&E].weak = true;
      } else {
        S.lease(V.id).owner = Self;
        if (From && D->isMoveConstructor())
          S.env.erase(From);
      }
    } else if (V.kind == Value::Txn && S.txn(V.id).owner) {
      S.txn(V.id).owner = Self;
    }
    return;
  }
  Call K;
  K.expr = &E;
  K.callee = D;
  K.self = Self;
  for (const Expr *A : E.arguments())
    K.args.push_back(A);
  K.effects = C.effectsOf(D, E.getType());
  bool AllDefault = llvm::all_of(K.args, [](const Expr *A) { return isa<CXXDefaultArgExpr>(A); });
  const TypeTraits &T = C.traitsOf(Rec);
  apply(K, S);
  if (S.temps.count(&E))
    return;

  // std::pair and std::tuple keep their parts apart.
  if (Rec->isInStdNamespace() && Rec->getIdentifier() &&
      isOneOf(Rec->getName(), {"pair", "tuple"})) {
    for (unsigned I = 0; I < K.args.size(); ++I) {
      Value V = eval(S, K.args[I]);
      if (V.kind != Value::Lease && V.kind != Value::Txn)
        continue;
      bool Pair = Rec->getName() == "pair";
      const Place *Part =
          Places.child(Self, Pair ? (I == 0 ? "first" : "second") : std::to_string(I));
      S.env[Part] = V;
      if (V.kind == Value::Lease && S.lease(V.id).status == LeaseState::Stored)
        S.lease(V.id).status = LeaseState::Held;
      if (V.kind == Value::Lease && S.lease(V.id).owner)
        S.lease(V.id).owner = Part;
    }
    return;
  }

  // A session adopted from an argument, or left in a field by the constructor.
  std::optional<unsigned> Inside;
  for (const auto &[P, V] : S.env)
    if (P->below(Self) && V.kind == Value::Lease)
      Inside = V.id;
  auto Args = [&](Value::Kind Kind) -> std::optional<Value> {
    for (const Expr *A : K.args)
      if (Value V = eval(S, A); V.kind == Kind)
        return V;
    return std::nullopt;
  };
  bool Opens = T.opens == Construction::Any || (T.opens == Construction::NonDefault && !AllDefault);
  bool Begins =
      T.begins == Construction::Any || (T.begins == Construction::NonDefault && !AllDefault);
  if (isSessionLike(T.role)) {
    std::optional<Value> Given = Args(Value::Lease);
    if (!Inside && Given && T.onDestroy == OnDestroy::Release && (T.role == Role::Guard || !Opens))
      Inside = Given->id;
    if (Inside) {
      LeaseState &L = S.lease(*Inside);
      if (T.onDestroy == OnDestroy::Release && R.leases[*Inside].origin == LeaseInfo::Acquired &&
          (L.status == LeaseState::Held || L.status == LeaseState::Stored)) {
        L.status = LeaseState::Held;
        L.owner = Self;
      }
      S.temps[&E] = Value::lease(*Inside);
      S.env[Self] = S.temps[&E];
      return;
    }
    bool KnowsPool = llvm::any_of(
        K.args, [&](const Expr *A) { return C.carrierOf(A->getType()).role() == Role::Pool; });
    if (Opens || (T.role == Role::Guard && T.pooled && KnowsPool && !K.effects)) {
      Acquire A;
      A.guarded = T.onDestroy == OnDestroy::Release;
      A.pooled = T.role == Role::Guard;
      A.held = T.held;
      A.failure = Acquire::Failure::Throws;
      Value V = acquire(S, K, A, &E, E.getType());
      S.temps[&E] = V;
      S.env[Self] = V;
    }
    return;
  }
  if (Begins || (T.role == Role::Transaction && Args(Value::Lease))) {
    std::set<unsigned> Of;
    for (const Expr *A : K.args)
      reachable(S, A, Of);
    if (!Begins && T.begins == Construction::Nothing)
      return;
    unsigned Id = txnAt(&E, [&] {
      TxnInfo I;
      I.site = &E;
      I.at = E.getBeginLoc();
      if (!Of.empty())
        I.lease = *Of.begin();
      I.object = true;
      I.readOnly = T.readOnly;
      I.onDestroy = T.onDestroy;
      I.type = Rec->getNameAsString();
      return I;
    });
    S.txn(Id) = {TxnState::Open, false, Self};
    S.temps[&E] = Value::txn(Id);
    S.env[Self] = Value::txn(Id);
    S.step(E.getBeginLoc(), "the transaction begins here");
    return;
  }
  if (T.role == Role::ScopeGuard || isCallable(E.getType())) {
    for (const Expr *A : K.args)
      if (Value V = eval(S, A); V.kind == Value::Closure) {
        S.temps[&E] = V;
        S.env[Self] = V;
        return;
      }
  }
  if (T.role == Role::Result && T.detached)
    return;
  if (Inside) {
    S.temps[&E] = Value::derived(*Inside);
    return;
  }
  // A helper made from a session: its calls receive the session.
  if (!Rec->isInStdNamespace() && !K.received.empty())
    S.temps[&E] = Value::derived(*K.received.begin());
}

} // namespace leasehold
