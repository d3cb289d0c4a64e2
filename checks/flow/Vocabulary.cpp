//===- Vocabulary.cpp - smart pointers, optionals, scope guards -----------===//
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

namespace {

/// What is made without arguments is empty; an expected holds a value then.
bool madeEmpty(const CXXRecordDecl &Rec) {
  return wrapperOf(&Rec) != Wrapper::Reference && Rec.getName() != "expected";
}

bool isNullopt(QualType T) {
  const CXXRecordDecl *Rec = T.getNonReferenceType()->getAsCXXRecordDecl();
  return Rec && Rec->getIdentifier() && Rec->getName() == "nullopt_t";
}

} // namespace

bool Walker::isPointerLike(const CXXRecordDecl *Rec) {
  Wrapper W = wrapperOf(Rec);
  return W == Wrapper::Unique || W == Wrapper::Shared;
}

/// What a wrapper of class `Rec` holds that is given `E`. A number or a null pointer that is put
/// into an optional is a value, too.
Value Walker::wrapped(State &S, const CXXRecordDecl &Rec, const Expr &E) {
  Value V = eval(S, &E);
  if (wrapperOf(&Rec) != Wrapper::Optional || wrapperOf(recordOf(E.getType())) != Wrapper::None)
    return V;
  if (isNullopt(E.getType()))
    return Value::null();
  return V.plain() ? Value::nonZero() : V;
}

/// `E` was moved from: a smart pointer is empty then, an optional holds what is left of its value.
void Walker::movedFrom(State &S, const Expr &E) {
  if (const Place *From =
          E.isXValue() && isPointerLike(recordOf(E.getType())) ? resolve(S, &E) : nullptr) {
    S.forget(From);
    setPlain(S, From, Value::null());
  }
}

/// make_unique<T>(...) throws what the constructor of `Of` throws that takes as many arguments.
void Walker::throwsAsMade(State &S, const Call &K, const CXXRecordDecl *Of) {
  // Of a template's specialization that nothing has instantiated, the template tells.
  if (const auto *Special = dyn_cast_or_null<ClassTemplateSpecializationDecl>(Of);
      Special && !Special->hasDefinition())
    Of = Special->getSpecializedTemplate()->getTemplatedDecl();
  if (!Exceptions || !Of || !Of->hasDefinition())
    return;
  const unsigned N = K.args.size();
  for (const CXXConstructorDecl *Ctor : Of->getDefinition()->ctors()) {
    if (Ctor->isCopyOrMoveConstructor() || Ctor->isDeleted() || N > Ctor->getNumParams() ||
        N < Ctor->getMinRequiredArguments())
      continue;
    Call Made = K;
    Made.callee = Ctor;
    Made.effects = C.effectsOf(Ctor);
    if (!Made.effects || Made.effects->throws.empty() || reportsByStatus(*Ctor))
      continue;
    unwind(S, K.expr, Made.effects->throws, K.callee->getNameAsString(), &Made);
    return;
  }
}

/// std::move, smart pointers and optional: the vocabulary that every library speaks.
/// Returns whether the call is dealt with.
bool Walker::vocabulary(Call &K, State &S) {
  if (!K.callee)
    return false;
  if (const auto *D = dyn_cast<CXXConstructorDecl>(K.callee)) {
    const CXXRecordDecl *Rec = D->getParent();
    Wrapper W = wrapperOf(Rec);
    if (W == Wrapper::None)
      return false;
    const Expr &E = *K.expr;
    if (K.args.empty()) {
      if (madeEmpty(*Rec))
        S.temps[&E] = Value::null();
      return true;
    }
    Value V = wrapped(S, *Rec, *K.args[0]);
    bool OwnDeleter =
        hasOwnDeleter(Rec) || (K.args.size() >= 2 && !isa<CXXDefaultArgExpr>(K.args[1]) &&
                               !K.args[1]->getType()->isIntegerType());
    bool Nothing = false;
    if (K.args.size() >= 2)
      if (Value Del = eval(S, K.args[1]); Del.kind == Value::Closure) {
        const auto *L = dyn_cast<LambdaExpr>(Del.expr);
        const Effects *Summary = L ? C.summary(L->getCallOperator()) : nullptr;
        if (L && Summary && Summary->releases.empty() && Summary->mayRelease.empty() &&
            Summary->keeps.empty() && !Summary->concernsLeases()) {
          const auto *Body = dyn_cast_or_null<CompoundStmt>(L->getBody());
          Nothing = Body && Body->body_empty();
        }
        if (V.kind != Value::Lease) {
          // shared_ptr<void>(nullptr, [&](void *) { pool.put(conn); }): a scope guard.
          S.temps[&E] = Del;
          S.env[K.self] = Del;
          return true;
        }
      }
    if (V.kind == Value::Lease) {
      LeaseState &L = S.lease(V.id);
      bool Raw = !L.owner && R.leases[V.id].origin == LeaseInfo::Acquired &&
                 (L.status == LeaseState::Held || L.status == LeaseState::Stored);
      QualType Inner = wrappedType(Rec);
      const CXXRecordDecl *Of = recordOf(Inner);
      bool Deletes = Of && C.traitsOf(Of).onDestroy == OnDestroy::Release;
      bool Takes = K.args[0]->getType()->isPointerType();
      if (Nothing) {
        // A deleter that does nothing guards nothing.
      } else if (Raw && Takes &&
                 (OwnDeleter || Deletes || (W == Wrapper::Shared && R.leases[V.id].pooled) ||
                  (W == Wrapper::Unique && Of && !C.traitsOf(Of).pooled))) {
        L.status = LeaseState::Held;
        L.owner = K.self;
        S.env[K.self] = V;
      } else if (L.owner) {
        // unique_ptr<T>(std::move(other)), optional<T>(guard)
        bool Copy = W == Wrapper::Shared && K.args[0]->isLValue() && !K.args[0]->isXValue();
        if (!Copy && (K.args[0]->isXValue() || K.args[0]->isPRValue())) {
          L.owner = K.self;
        } else if (Copy) {
          R.leases[V.id].copied = true;
          V.weak = true;
        }
      }
      S.temps[&E] = V;
      if (isPointerLike(Rec))
        movedFrom(S, *K.args[0]);
      return true;
    }
    if (V.kind == Value::Txn || V.kind == Value::Derived || V.kind == Value::Closure ||
        V.kind == Value::Null || V.kind == Value::NonZero || V.kind == Value::Task ||
        V.kind == Value::Begun) {
      if (V.kind == Value::Txn && S.txn(V.id).owner)
        S.txn(V.id).owner = K.self;
      S.temps[&E] = V;
      if (isPointerLike(Rec))
        movedFrom(S, *K.args[0]);
      return true;
    }
    // optional<Session>(std::in_place, pool)
    const CXXRecordDecl *Of = recordOf(wrappedType(Rec));
    const TypeTraits &Inner = C.traitsOf(Of);
    bool KnowsPool = llvm::any_of(
        K.args, [&](const Expr *A) { return C.carrierOf(A->getType()).role() == Role::Pool; });
    if (W == Wrapper::Optional && Inner.role == Role::Guard && KnowsPool) {
      Acquire A;
      A.guarded = true;
      A.held = Inner.held;
      A.failure = Acquire::Failure::Throws;
      S.temps[&E] = acquire(S, K, A, &E, E.getType());
      S.env[K.self] = S.temps[&E];
      return true;
    }
    return false;
  }
  if (!K.callee->getDeclName().isIdentifier()) {
    const auto *M = dyn_cast<CXXMethodDecl>(K.callee);
    // a = std::move(b), ptr = nullptr
    if (M && K.object && K.args.size() == 1 && M->getOverloadedOperator() == OO_Equal) {
      if (keepsPartsApart(*M->getParent()))
        return assignParts(K, S);
      const Place *To = resolve(S, K.object);
      bool Owner = wrapperOf(M->getParent()) != Wrapper::None ||
                   isSessionLike(C.traitsOf(M->getParent()).role) ||
                   C.traitsOf(M->getParent()).role == Role::Transaction ||
                   C.traitsOf(M->getParent()).role == Role::Task ||
                   C.traitsOf(M->getParent()).role == Role::ScopeGuard ||
                   isCallable(K.object->getType());
      if (!To || !Owner)
        return false;
      if (isPointerLike(M->getParent()))
        guardReleasesAgain(S, To, K.expr->getBeginLoc());
      Value Old = at(S, To, K.object->getType());
      Value New = wrapped(S, *M->getParent(), *K.args[0]);
      if (Old.kind == Value::Lease && S.lease(Old.id).owner == To &&
          !(New.kind == Value::Lease && New.id == Old.id))
        release(S, Old.id, K.expr->getBeginLoc());
      else if (Old.kind == Value::Txn && S.txn(Old.id).owner == To && !(New == Old))
        destroy(S, To, K.object->getType(), K.expr->getBeginLoc());
      const Place *From = resolve(S, K.args[0]);
      bool Copy = K.args[0]->isLValue() && !K.args[0]->isXValue() &&
                  wrapperOf(M->getParent()) == Wrapper::Shared;
      if (Copy) {
        New.weak = true;
        if (New.kind == Value::Lease)
          R.leases[New.id].copied = true;
      }
      store(S, To, New, K.object->getType(), *K.expr);
      if (!Copy && New.kind == Value::Lease && S.lease(New.id).owner &&
          S.lease(New.id).status == LeaseState::Held) {
        S.lease(New.id).owner = To;
        if (From && From != To)
          S.env.erase(From);
      }
      if (isPointerLike(M->getParent()) && From != To)
        movedFrom(S, *K.args[0]);
      S.temps[K.expr] = New;
      return true;
    }
    return false;
  }
  llvm::StringRef Name = K.callee->getName();
  if (K.callee->isInStdNamespace() && K.args.size() == 1 && !isa<CXXMethodDecl>(K.callee) &&
      (Name == "move" || Name == "forward" || Name == "ref" || Name == "cref" ||
       Name == "as_const" || Name == "addressof")) {
    if (Value V = eval(S, K.args[0]))
      S.temps[K.expr] = V;
    return true;
  }
  if (K.callee->isInStdNamespace() && Name == "exchange" && K.args.size() == 2) {
    Value Old = eval(S, K.args[0]);
    Value New = eval(S, K.args[1]);
    if (const Place *P = resolve(S, K.args[0])) {
      if (Value Known = Old ? Old : at(S, P, K.args[0]->getType()))
        Old = Known;
      S.forget(P);
      if (New)
        S.env[P] = New;
    }
    if (Old)
      S.temps[K.expr] = Old;
    return true;
  }
  if (Name == "swap" && K.callee->isInStdNamespace() && K.args.size() + (K.object ? 1U : 0U) == 2) {
    exchange(S, K.object ? *K.object : *K.args[0], *K.args.back());
    return true;
  }
  if (Name.starts_with("bind") && !isa<CXXMethodDecl>(K.callee) && !K.args.empty()) {
    S.temps[K.expr] = Value::closure(K.expr);
    return true;
  }
  if ((Name == "make_unique" || Name == "make_shared" || Name == "make_optional") &&
      !isa<CXXMethodDecl>(K.callee)) {
    const CXXRecordDecl *W = recordOf(K.callee->getReturnType());
    const CXXRecordDecl *Of = W ? recordOf(wrappedType(W)) : nullptr;
    const TypeTraits &T = C.traitsOf(Of);
    for (const Expr *A : K.args)
      if (Value V = eval(S, A); V.kind == Value::Lease && T.role == Role::None)
        keep(S, V, *K.expr);
    std::set<unsigned> Received = K.received;
    if (T.begins != Construction::Nothing)
      throwsAsMade(S, K, Of);
    if (isSessionLike(T.role)) {
      // make_shared<Session>(pool) opens one; make_unique<Session>(std::move(s)) moves one.
      for (const Expr *A : K.args)
        if (Value V = eval(S, A); V.kind == Value::Lease) {
          if (S.lease(V.id).owner || T.onDestroy == OnDestroy::Release)
            S.lease(V.id).owner = Places.temporary(K.expr);
          S.temps[K.expr] = V;
          return true;
        }
      if (T.opens != Construction::Nothing || (T.role == Role::Guard && T.pooled)) {
        Acquire A;
        A.guarded = true;
        A.pooled = T.role == Role::Guard;
        A.held = T.held;
        A.failure = Acquire::Failure::Throws;
        S.temps[K.expr] = acquire(S, K, A, K.expr, K.callee->getReturnType());
        return true;
      }
    }
    if (T.begins != Construction::Nothing && !Received.empty()) {
      S.temps[K.expr] =
          beginObject(S, *K.expr, *Received.begin(), T, Of->getName(), Places.temporary(K.expr));
      return true;
    }
    S.temps[K.expr] = Received.empty() ? Value::nonZero() : Value::derived(*Received.begin());
    return true;
  }
  const auto *M = dyn_cast<CXXMethodDecl>(K.callee);
  // A scope guard that is called off runs nothing.
  if (M && K.object && C.traitsOf(recordOf(receiverType(K.object))).role == Role::ScopeGuard &&
      (isOneOf(Name.lower(), {"dismiss", "cancel", "release"}) ||
       (Name == "set_active" && K.args.size() == 1 && constant(K.args[0]) == 0))) {
    if (const Place *P = resolve(S, K.object))
      S.env.erase(P);
    return true;
  }
  if (!M || !K.object || wrapperOf(M->getParent()) == Wrapper::None)
    return false;
  const Place *P = resolve(S, K.object);
  Value V = eval(S, K.object);
  if (Name == "get" || Name == "value" || Name == "has_value") {
    if (V && Name != "has_value")
      S.temps[K.expr] = V;
    return true;
  }
  if (Name == "reset") {
    guardReleasesAgain(S, P, K.expr->getBeginLoc());
    if (V.kind == Value::Lease && !V.weak && (S.lease(V.id).owner || R.leases[V.id].guardType))
      release(S, V.id, K.expr->getBeginLoc());
    else if (V.kind == Value::Txn && P)
      destroy(S, P, K.object->getType(), K.expr->getBeginLoc());
    if (!P)
      return true;
    bool Empties = K.args.empty() || isa<CXXDefaultArgExpr>(K.args[0]);
    Value New = Empties ? Value::null() : eval(S, K.args[0]);
    S.forget(P);
    if (New.kind == Value::Lease && !P->isSelf())
      S.lease(New.id).owner = P;
    if (New)
      store(S, P, New, K.object->getType(), *K.expr);
    return true;
  }
  if (Name == "release") {
    if (V.kind == Value::Lease)
      S.lease(V.id).owner = nullptr;
    if (V.kind == Value::Lease || V.plain())
      S.temps[K.expr] = V;
    if (P) {
      S.forget(P);
      if (wrapperOf(M->getParent()) == Wrapper::Unique)
        setPlain(S, P, Value::null());
    }
    return true;
  }
  if (Name == "emplace") {
    const CXXRecordDecl *Of = recordOf(wrappedType(M->getParent()));
    const TypeTraits &T = C.traitsOf(Of);
    if (V.kind == Value::Lease && S.lease(V.id).owner)
      release(S, V.id, K.expr->getBeginLoc());
    if (P) {
      S.forget(P);
      setPlain(S, P, Value::nonZero());
    }
    if (isSessionLike(T.role) && P) {
      Value New;
      for (const Expr *A : K.args)
        if (Value Arg = eval(S, A); Arg.kind == Value::Lease)
          New = Arg;
      if (!New && (T.opens != Construction::Nothing || T.role == Role::Guard)) {
        Acquire A;
        A.guarded = true;
        A.pooled = T.role == Role::Guard;
        A.held = T.held;
        New = acquire(S, K, A, K.expr, K.object->getType());
      }
      if (New.kind == Value::Lease) {
        S.lease(New.id).owner = P;
        store(S, P, New, K.object->getType(), *K.expr);
      }
    }
    return true;
  }
  if (Name == "swap" && K.args.size() == 1) {
    exchange(S, *K.object, *K.args[0]);
    return true;
  }
  return Name == "operator bool";
}

/// std::swap(x, y): what the one held the other holds.
void Walker::exchange(State &S, const Expr &X, const Expr &Y) {
  const Place *A = resolve(S, &X), *B = resolve(S, &Y);
  auto Own = [&](const Place *P) {
    const auto *V = P ? dyn_cast_or_null<VarDecl>(P->root) : nullptr;
    return V && V->hasLocalStorage() && V->getDeclContext() == &F &&
           !V->getType()->isReferenceType();
  };
  if (!Own(A) || !Own(B) || A == B) {
    for (const Expr *E : {&X, &Y})
      uncertain(S, eval(S, E));
    for (const Place *P : {A, B})
      if (P && A != B)
        S.forget(P);
    return;
  }
  auto Other = [&](const Place *P) {
    return P->below(A) ? Places.follow(B, P->path()) : Places.follow(A, P->path());
  };
  std::vector<std::pair<const Place *, Value>> Parts;
  for (const auto &[P, V] : S.env)
    if (P->below(A) || P->below(B))
      Parts.emplace_back(Other(P), V);
  for (LeaseState &L : S.leases)
    if (L.owner && (L.owner->below(A) || L.owner->below(B)))
      L.owner = Other(L.owner);
  for (TxnState &T : S.txns)
    if (T.owner && (T.owner->below(A) || T.owner->below(B)))
      T.owner = Other(T.owner);
  for (const Place *P : {A, B}) {
    S.forget(P);
    moved(S, *P, X);
  }
  for (auto &[P, V] : Parts)
    S.env[P] = V;
}

} // namespace leasehold
