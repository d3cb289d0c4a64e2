//===- Changes.cpp - what a call may have changed -------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "flow/Walker.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace leasehold {

/// A container's method that leaves the elements as they are.
static bool keepsElements(const FunctionDecl &F) {
  const auto *M = dyn_cast<CXXMethodDecl>(&F);
  if (!M || !isContainer(M->getParent()))
    return false;
  return M->getDeclName().isIdentifier()
             ? isOneOf(M->getName(),
                       {"push_back", "push_front", "insert", "begin", "end", "front", "back", "at"})
             : M->getOverloadedOperator() == OO_Subscript;
}

void Walker::invalidate(State &S, const Call &K) {
  // A method may give its object's members, and what it is given by reference, another session.
  auto Reopened = [&](const Place *In) {
    for (const auto &[P, V] : S.env)
      if (V.kind == Value::Lease && P->below(In) && (P != In || !In->parent))
        if (LeaseState &L = S.lease(V.id); L.status == LeaseState::Released)
          L.remains = LeaseState::Unknown;
    for (const auto &[P, Id] : BorrowedAt)
      if (P != In && P->below(In))
        S.lease(Id).remains = LeaseState::Unknown;
  };
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
    const bool LeftEmpty = K.effects && llvm::is_contained(K.effects->empties, Slot::param(I));
    if (!LeftEmpty && (V.kind == Value::Address || C.carrierOf(P->getPointeeType()).indirect ||
                       !isSessionLike(C.carrierOf(P).role())))
      Reopened(Target);
    // Values that speak of leases stay; plain numbers and facts go stale.
    for (const auto &[At, Of] : S.env)
      if (At->below(Target) && Of.kind == Value::Lease)
        S.lease(Of.id).sure = false;
    for (auto It = S.env.begin(); It != S.env.end();)
      if (It->first->below(Target) && It->second.plain())
        It = S.env.erase(It);
      else
        ++It;
    S.forget(Target, /*ValuesToo=*/false);
  }
  const auto *M = dyn_cast_or_null<CXXMethodDecl>(K.callee);
  const Effects *E = K.effects;
  if (K.object && (!M || !M->isConst()))
    if (const Place *P = resolve(S, K.object)) {
      S.forget(P, /*ValuesToo=*/false);
      if (!(E && !E->releases.empty()) && !(M && keepsElements(*M)) &&
          !isSessionLike(C.carrierOf(K.object->getType()).role()))
        Reopened(P);
      for (auto It = S.env.begin(); It != S.env.end();)
        if (It->first->below(P) && It->second.plain() &&
            (It->first != P || It->second.kind == Value::Null))
          It = S.env.erase(It);
        else
          ++It;
    }
  // A closure that is called may change what it captured by reference.
  auto Called = [&](const Expr *Callable) {
    Value V = eval(S, Callable);
    const auto *L = V.kind == Value::Closure ? dyn_cast<LambdaExpr>(V.expr) : nullptr;
    if (!L)
      return;
    for (const LambdaCapture &Cap : L->captures())
      if (Cap.capturesVariable() && Cap.getCaptureKind() == LCK_ByRef)
        if (const Place *P = Places.root(Cap.getCapturedVar())) {
          S.forget(P, /*ValuesToo=*/false);
          auto It = S.env.find(P);
          if (It != S.env.end() && It->second.kind == Value::Lease)
            S.lease(It->second.id).sure = false;
          else if (It != S.env.end() && It->second.plain())
            S.env.erase(It);
        }
  };
  for (const Expr *A : K.args)
    Called(A);
  if (K.object)
    Called(K.object);
}

/// What the callee is known to leave empty.
void Walker::emptied(State &S, const Call &K) {
  for (const Slot &L : K.effects->empties)
    if (const Place *P = slotPlace(S, K, L)) {
      S.forget(P);
      setPlain(S, P, Value::null());
    }
}

/// slot.done(), finish(slot): in another file, where nobody knows what the slot's flag says, it may
/// be cleared.
void Walker::passedUnseen(State &S, const Call &K) {
  if (!C.hasSlots() || !K.callee || K.callee->isDefined() || !isUserCode(*K.callee))
    return;
  auto Passed = [&](const Expr *E, const Slot &As) {
    if (!E || !C.isSlot(unwrapped(E->getType())) ||
        (K.effects && llvm::is_contained(K.effects->releases, As)))
      return;
    if (const Value V = eval(S, E); V.kind == Value::Lease)
      uncertain(S, V);
  };
  const auto *M = dyn_cast<CXXMethodDecl>(K.callee);
  if (!M || !M->isConst())
    Passed(K.object, Slot::self());
  for (unsigned I = 0; I < K.args.size(); ++I)
    Passed(K.args[I], Slot::param(I));
}

} // namespace leasehold
