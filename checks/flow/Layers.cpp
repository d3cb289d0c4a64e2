//===- Layers.cpp - the repository layer that a program declares ----------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "catalog/Globs.h"
#include "flow/Walker.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace leasehold {

namespace {

const CXXRecordDecl *classOf(const Decl &D) {
  const auto *M = dyn_cast<CXXMethodDecl>(&D);
  return M && !M->getParent()->isLambda() ? M->getParent() : nullptr;
}

bool related(const CXXRecordDecl *A, const CXXRecordDecl *B) {
  return A && B &&
         (A->getCanonicalDecl() == B->getCanonicalDecl() ||
          (A->hasDefinition() && B->hasDefinition() &&
           (A->isDerivedFrom(B) || B->isDerivedFrom(A))));
}

} // namespace

/// Is this function, or what it is declared in, down to the bases of its class, in the layer?
bool Walker::inLayer(const Decl &D) {
  auto Matches = [&](llvm::StringRef Name) {
    return llvm::any_of(O.repositories,
                        [&](const std::string &Glob) { return Globs::matches(Glob, Name); });
  };
  for (const Decl *At = &D; At && !isa<TranslationUnitDecl>(At);
       At = cast_or_null<Decl>(At->getDeclContext())) {
    if (const auto *Rec = dyn_cast<CXXRecordDecl>(At); Rec && !Rec->isLambda()) {
      if (Matches(qualifiedName(*Rec)))
        return true;
      if (Rec->hasDefinition() && !Rec->forallBases([&](const CXXRecordDecl *Base) {
            return !Matches(qualifiedName(*Base));
          }))
        return true;
    } else if (const auto *Named = dyn_cast<NamedDecl>(At);
               Named && isa<FunctionDecl, NamespaceDecl>(At) && Matches(qualifiedName(*Named))) {
      return true;
    }
  }
  return false;
}

/// pool.with_session(callable) in a function outside of the layer.
void Walker::lends(const Call &K) {
  if (InPool || !K.effects || K.effects->invokes.empty() || !K.object ||
      C.carrierOf(K.object->getType()).role() != Role::Pool || inLayer(F))
    return;
  Event E;
  E.kind = Event::OutsideLayer;
  E.at = K.expr->getExprLoc();
  E.name = qualifiedName(F);
  emit(std::move(E));
}

void Walker::acrossLayer(State &S, const Call &K) {
  const auto *M = dyn_cast_or_null<CXXMethodDecl>(K.callee);
  if (!M || !M->isInstance() || isa<CXXConstructorDecl>(M) || !K.object || !inLayer(F))
    return;
  const CXXRecordDecl *Mine = nullptr;
  for (const Decl *At = &F; At && !Mine; At = cast_or_null<Decl>(At->getDeclContext()))
    Mine = classOf(*At);
  if (!Mine || related(Mine, M->getParent()) || M->getParent()->isLambda() || !inLayer(*M) ||
      C.traitsOf(M->getParent()).role != Role::None)
    return;
  for (unsigned Id = 0; Id < S.leases.size(); ++Id) {
    if (K.received.contains(Id) || !scarce(S, Id))
      continue;
    Event E;
    E.kind = Event::AcrossLayer;
    E.at = K.expr->getExprLoc();
    E.lease = &R.leases[Id];
    E.txn = openOn(S, Id);
    E.name = qualifiedName(*M);
    E.trail = S.trail;
    emit(std::move(E));
  }
}

/// What was acquired here, and neither handed on nor kept: who does that takes sessions for others.
void Walker::outsideLayer() {
  if (InPool || inLayer(F))
    return;
  const auto *M = dyn_cast<CXXMethodDecl>(&F);
  if (M && C.traitsOf(M->getParent()).role != Role::None)
    return;
  for (unsigned Id = 0; Id < R.leases.size(); ++Id) {
    const LeaseInfo &I = R.leases[Id];
    if (I.origin != LeaseInfo::Acquired || !I.site)
      continue;
    bool HandedOn = llvm::any_of(Exits, [&](const ExitFact &X) {
      if (X.returned && X.returned->kind == Value::Lease && X.returned->id == Id)
        return true;
      return llvm::any_of(X.env, [&](const auto &Entry) {
        return (Entry.first->isSelf() || Entry.first->isReturned()) &&
               Entry.second.kind == Value::Lease && Entry.second.id == Id;
      });
    });
    if (HandedOn)
      continue;
    Event E;
    E.kind = Event::OutsideLayer;
    E.at = I.at;
    E.lease = &I;
    E.name = qualifiedName(F);
    emit(std::move(E));
  }
}

} // namespace leasehold
