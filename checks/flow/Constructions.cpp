//===- Constructions.cpp - what constructing an object does ---------------===//
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

/// std::pair and std::tuple: a session in one part is not in another.
bool keepsPartsApart(const CXXRecordDecl &R) {
  return R.isInStdNamespace() && R.getIdentifier() && isOneOf(R.getName(), {"pair", "tuple"});
}

/// What lies in an object that `E` names or makes: each part's path below it, and its value.
std::vector<std::pair<std::vector<std::string>, Value>> Walker::partsIn(State &S, const Expr *E) {
  const Place *Of = resolve(S, E);
  if (!Of)
    Of = Places.temporary(strip(E));
  std::vector<std::pair<std::vector<std::string>, Value>> Parts;
  for (const auto &[P, Part] : S.env)
    if (P != Of && P->below(Of)) {
      std::vector<std::string> Path = P->path();
      Path.erase(Path.begin(), Path.begin() + static_cast<ptrdiff_t>(Of->path().size()));
      Parts.emplace_back(std::move(Path), Part);
    }
  return Parts;
}

/// pair = pair(a, b): the parts go along. In some element of a container, nobody knows them any
/// more. Returns whether there are any.
bool Walker::assignParts(const Call &K, State &S) {
  const Place *To = resolve(S, K.object);
  const bool Known = To && !isSomeElement(K.object);
  const auto Parts = partsIn(S, K.args[0]);
  for (const auto &[Path, Part] : Parts)
    if (Known)
      store(S, Places.follow(To, Path), Part, K.object->getType(), *K.expr);
    else
      keep(S, Part, *K.expr);
  return !Parts.empty();
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
    if (D->isMoveConstructor() && isPointerLike(Rec))
      movedFrom(S, *E.getArg(0));
    if (!V)
      return;
    if (V.kind == Value::Lease && D->isCopyConstructor())
      R.leases[V.id].copied = true;
    S.temps[&E] = V;
    if (V.kind == Value::Lease && !S.lease(V.id).owner && D->isMoveConstructor() &&
        R.leases[V.id].origin == LeaseInfo::Parameter && R.leases[V.id].guardType &&
        C.traitsOf(Rec).role == Role::Guard)
      S.lease(V.id).owner = From ? From : Self;
    if (V.kind == Value::Lease && S.lease(V.id).owner) {
      // What was awaited may be a copy of what the awaitable holds, which dies before.
      bool Copy = D->isCopyConstructor() && wrapperOf(Rec) == Wrapper::Shared &&
                  !isa<CoroutineSuspendExpr>(strip(E.getArg(0)));
      if (Copy) {
        // Another owner: the first to die does not end the lease.
        S.temps[&E].weak = true;
      } else {
        S.lease(V.id).owner = Self;
        if (From && D->isMoveConstructor() && !isPointerLike(Rec))
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
  if (S.temps.contains(&E))
    return;

  if (keepsPartsApart(*Rec)) {
    for (unsigned I = 0; I < K.args.size(); ++I) {
      bool Pair = Rec->getName() == "pair";
      const Place *Part =
          Places.child(Self, Pair ? (I == 0 ? "first" : "second") : std::to_string(I));
      for (const auto &[Path, Inner] : partsIn(S, K.args[I]))
        S.env[Places.follow(Part, Path)] = Inner;
      Value V = eval(S, K.args[I]);
      if (V.kind != Value::Lease && V.kind != Value::Txn)
        continue;
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
    std::optional<unsigned> Lease;
    if (!Of.empty())
      Lease = *Of.begin();
    S.temps[&E] = S.env[Self] = beginObject(S, E, Lease, T, Rec->getName(), Self);
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
