//===- Declarations.cpp - variables and assignments -----------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "flow/Walker.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace leasehold {

/// auto [lease, ok] = checkout(): tuple-like bindings refer to parts.
void Walker::bind(const DecompositionDecl &D, State &S) {
  unsigned I = 0;
  const CXXRecordDecl *Rec = recordOf(D.getType());
  bool Pair = Rec && Rec->getIdentifier() && Rec->getName() == "pair";
  for (const BindingDecl *Each : D.bindings()) {
    std::string Part = Pair ? (I == 0 ? "first" : "second") : std::to_string(I);
    ++I;
    if (const VarDecl *Holding = Each->getHoldingVar())
      S.env[Places.root(Holding)] = Value::address(Places.child(Places.root(&D), Part));
  }
}

/// What a static local is initialised with lives as long as the process: no concern of this
/// function's paths.
void Walker::keepForEver(const VarDecl &V, const Expr &Init, State &S) {
  std::set<unsigned> Leases;
  reachable(S, eval(S, &Init), Leases);
  reachable(S, Value::address(Places.temporary(&Init)), Leases, 1);
  for (unsigned Id : Leases) {
    if (isSessionLike(C.carrierOf(V.getType()).role()))
      longLived(S, Id, V, V.getLocation());
    if (S.lease(Id).status == LeaseState::Held)
      S.lease(Id).status = LeaseState::Gone;
  }
}

/// Takes what a temporary holds out of the state: where each part belongs in `To`, and its value.
/// Leases and transactions that the temporary owned are `To`'s from now on.
std::vector<std::pair<const Place *, Value>> Walker::takeParts(const Place &Temp, const Place *To,
                                                               State &S) {
  std::vector<std::pair<const Place *, Value>> Parts;
  for (auto It = S.env.begin(); It != S.env.end();) {
    if (!It->first->below(&Temp)) {
      ++It;
      continue;
    }
    Parts.emplace_back(It->first == &Temp ? To : Places.follow(To, It->first->path()), It->second);
    It = S.env.erase(It);
  }
  for (LeaseState &L : S.leases)
    if (L.owner && L.owner->below(&Temp))
      L.owner = Places.follow(To, L.owner->path());
  for (TxnState &X : S.txns)
    if (X.owner == &Temp)
      X.owner = To;
  return Parts;
}

void Walker::declare(const VarDecl &V, State &S) {
  if (!V.hasLocalStorage() && !V.isStaticLocal())
    return;
  if (const auto *D = dyn_cast<DecompositionDecl>(&V))
    bind(*D, S);
  const Place *P = Places.root(&V);
  S.forget(P);
  const Expr *Init = V.getInit() ? strip(V.getInit()) : nullptr;
  if (V.isStaticLocal()) {
    if (Init)
      keepForEver(V, *Init, S);
    return;
  }
  QualType T = V.getType();
  const CXXRecordDecl *Rec = T.getNonReferenceType()->getAsCXXRecordDecl();
  if (((Rec && Rec->hasDefinition() && !Rec->hasTrivialDestructor()) || V.hasAttr<CleanupAttr>()) &&
      V.hasLocalStorage() && !llvm::is_contained(S.live, &V))
    S.live.push_back(&V);
  if (!Init)
    return;
  if (const Expr *Range = B.rangeOf(&V))
    if (const Place *Of = resolve(S, Range)) {
      const Place *Element = Places.child(Of, "[]");
      if (T->isReferenceType())
        S.env[P] = Value::address(Element);
      else if (auto It = S.env.find(Element); It != S.env.end())
        S.env[P] = It->second;
      return;
    }
  if (T->isReferenceType()) {
    if (const Place *Target = resolve(S, Init); Target && Target != P) {
      S.env[P] = Value::address(Target);
      return;
    }
  }
  // An object that a construction or call made in place: its parts move along.
  std::vector<std::pair<const Place *, Value>> Parts = takeParts(*Places.temporary(Init), P, S);
  auto MoveParts = [&] {
    for (auto &[To, Part] : Parts)
      if (To != P)
        S.env[To] = Part;
  };
  MoveParts();
  if (const auto *List = dyn_cast<InitListExpr>(Init); List && T->getAsCXXRecordDecl()) {
    unsigned I = 0;
    if (T->getAsCXXRecordDecl()->isAggregate())
      for (const FieldDecl *Field : T->getAsCXXRecordDecl()->fields()) {
        if (I >= List->getNumInits())
          break;
        const Expr *Each = List->getInit(I++);
        store(S, Places.child(P, Field->getName()), eval(S, Each), Field->getType(),
              V.getInit() ? *V.getInit() : *Init);
        othersKnow(S, *Each, *Init);
      }
    return;
  }
  Value Val = eval(S, Init);
  if (!Val)
    for (auto &[To, Part] : Parts)
      if (To == P)
        Val = Part;
  if (Val) {
    if (Val.kind == Value::Lease && R.leases[Val.id].name.empty())
      R.leases[Val.id].name = V.getNameAsString();
    if (Val.kind == Value::Txn && R.txns[Val.id].name.empty())
      R.txns[Val.id].name = V.getNameAsString();
    store(S, P, Val, T, *Init);
    MoveParts();
  }
  points(S, P, *Init, *Init);
}

/// slot->busy = false: the slot is back in its pool.
void Walker::flagged(const Expr &To, const Expr &From, State &S, const Stmt &At) {
  const auto *M = dyn_cast<MemberExpr>(strip(&To));
  const auto *Field = M ? dyn_cast<FieldDecl>(M->getMemberDecl()) : nullptr;
  if (!Field || !C.isFlag(Field))
    return;
  const Value V = eval(S, M->getBase());
  if (V.kind != Value::Lease)
    return;
  if (constant(&From) == 0)
    release(S, V.id, At.getBeginLoc());
  else
    uncertain(S, V);
}

void Walker::assign(const Expr &To, const Expr &From, State &S, const Stmt &At) {
  flagged(To, From, S, At);
  if (constant(&From) != 0)
    flagSet(S, To);
  const Place *P = resolve(S, &To);
  Value V = eval(S, &From);
  if (!P) {
    if (V.kind == Value::Lease)
      keep(S, V, At);
    othersKnow(S, From, At);
    return;
  }
  if (V.kind == Value::Lease && R.leases[V.id].name.empty() && !P->field.empty() &&
      P->field != "[]")
    R.leases[V.id].name = P->field;
  if (V.kind == Value::Lease && R.leases[V.id].name.empty())
    if (const auto *D = dyn_cast_or_null<VarDecl>(P->root))
      R.leases[V.id].name = D->getNameAsString();
  if (isSomeElement(&To)) {
    const VarDecl *Index = V.kind == Value::Lease ? onlyIndex(To, F) : nullptr;
    if (Index) {
      LeaseInfo &L = R.leases[V.id];
      L.index = Index;
      if (const auto *Of = cast<VarDecl>(P->top()->root); L.name.empty())
        L.name = (Of->getName() + "[" + Index->getName() + "]").str();
    } else {
      keep(S, V, At);
    }
  }
  store(S, P, V, To.getType(), At);
  points(S, P, From, At);
}

} // namespace leasehold
