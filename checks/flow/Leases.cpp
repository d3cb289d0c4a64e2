//===- Leases.cpp - what a call gives and takes ---------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "flow/Pools.h"
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
    if (!P && isa<CXXConstructExpr>(strip(E)))
      P = Places.temporary(strip(E)); // a copy, made for the call
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

/// Of a function that is several in one (SQLAllocHandle): what it does with these arguments.
const Effects *Walker::inThisCase(const Call &K, const Effects *E) {
  if (!E || !E->when)
    return E;
  const auto N = E->when->param < K.args.size() ? constant(K.args[E->when->param]) : std::nullopt;
  if (N && E->when->holds(*N))
    return E;
  auto [It, New] = Otherwise.try_emplace(E);
  if (New) {
    It->second = *E;
    It->second.when.reset();
    It->second.acquires.clear();
    It->second.releases.clear();
    It->second.refusal = Refusal::Never;
    It->second.txn.clear();
    It->second.autocommit.reset();
  }
  return &It->second;
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
  L.remains = LeaseState::Dangling;
  if (At.isValid())
    S.step(At, "given back here");
}

/// The acquire gave nothing: nothing was held, given back, or begun.
void Walker::absent(State &S, unsigned Lease) {
  LeaseState &L = S.lease(Lease);
  L.owner = nullptr;
  if (L.status != LeaseState::Held && L.status != LeaseState::Stored && !L.spent())
    return;
  L.status = LeaseState::Absent;
  L.sure = L.told = false;
  for (unsigned I = 0; I < S.txns.size(); ++I)
    if (R.txns[I].lease == Lease && R.txns[I].onSession() && !R.txns[I].borrowed)
      S.txns[I] = {};
}

/// A session that its pool hands out although it cannot be used, which is found before anything was
/// done with it: nobody is short of it.
void Walker::dead(State &S, unsigned Lease) {
  LeaseState &L = S.lease(Lease);
  const LeaseInfo &I = R.leases[Lease];
  if (I.pooled && !I.ofPool && I.origin == LeaseInfo::Acquired && !L.used && !L.owner &&
      (L.status == LeaseState::Held || L.status == LeaseState::Stored))
    L.status = LeaseState::Gone;
}

void Walker::uncertain(State &S, const Value &V) {
  if (V.kind == Value::Lease || V.kind == Value::Status) {
    LeaseState &L = S.lease(V.id);
    L.remains = LeaseState::Unknown;
    if (!L.owner && (L.status == LeaseState::Held || L.status == LeaseState::Stored) &&
        R.leases[V.id].origin == LeaseInfo::Acquired)
      L.status = LeaseState::Gone;
    for (unsigned I = 0; I < S.txns.size(); ++I)
      if (R.txns[I].lease == V.id && R.txns[I].onSession() &&
          (S.txns[I].status == TxnState::Open || S.txns[I].status == TxnState::Idle))
        S.txns[I].status = TxnState::Gone;
    if (R.leases[V.id].borrowed())
      L.endedEntryTxn = L.passedOn = true;
  } else if (V.kind == Value::Txn) {
    if (S.txn(V.id).status == TxnState::Open)
      S.txn(V.id).status = TxnState::Gone;
  }
}

void Walker::keep(State &S, const Value &V, const Stmt &At) {
  if (V.kind == Value::Lease) {
    LeaseState &L = S.lease(V.id);
    R.leases[V.id].copied = true;
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
  PoolId Pool = poolOf(C, F, A, {K.callee, K.object, K.args, K.effects});
  bool Waits = A.waits && !Pool.type.empty() && waitsForFree(K);
  if (Waits) {
    std::vector<Step> Chain{stepAt(K.expr->getExprLoc(), Ctx.getSourceManager(),
                                   "takes a session from '" + Pool.text + "' here")};
    nested(S, K, Pool, {});
    noteTake(S, Pool, std::move(Chain), false);
  }
  unsigned Id = leaseAt(Site, [&] {
    LeaseInfo I;
    I.site = Site;
    I.at = K.expr->getExprLoc().isValid() && !isa<CXXConstructExpr>(K.expr) ? K.expr->getBeginLoc()
                                                                            : Site->getBeginLoc();
    I.acquire = A;
    I.acquire.waits = Waits;
    I.pool = Pool;
    I.pooled = A.pooled;
    Carrier Kind = C.carrierOf(Type);
    if (!Kind.traits && I.number())
      I.type = Type.getNonReferenceType().getUnqualifiedType().getAsString();
    I.held = A.held;
    if (A.held == Held::Always && isSessionLike(Kind.role()) && !A.pooled)
      I.held = Kind.traits->held;
    I.threadAffine = Kind.traits && Kind.traits->threadAffine;
    I.guardType = A.guarded;
    if (A.guarded && Kind.traits)
      I.ends = Kind.traits->ends;
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
  bool OneOfMany = llvm::any_of(S.env, [&](const auto &Entry) {
    return Entry.first->field == "[]" && Entry.second == Value::lease(Id);
  });
  if (L.status == LeaseState::Held && !L.owner && !OneOfMany)
    lost(S, Id, R.leases[Id].at, "acquired again in the next round of a loop");
  // The old round's names do not name the new lease.
  for (auto &[P, V] : S.env)
    if (V.kind == Value::Lease && V.id == Id)
      V = {};
  // Nor is a transaction of the old one the new one's.
  for (unsigned I = 0; I < S.txns.size() && !OneOfMany; ++I)
    if (R.txns[I].lease == Id && R.txns[I].onSession() && !R.txns[I].borrowed) {
      if (!R.txns[I].object && L.status == LeaseState::Held && S.txns[I].status == TxnState::Open)
        leftOpen(S, I, ExitKind::Lost, R.leases[Id].at,
                 "its session is acquired again in the next round of a loop");
      S.txns[I] = {};
    }
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

} // namespace leasehold
