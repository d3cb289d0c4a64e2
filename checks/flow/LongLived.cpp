//===- LongLived.cpp - sessions kept as long as the process ---------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "flow/Pools.h"
#include "flow/Walker.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace leasehold {
namespace {

bool isSelf(QualType T, const CXXRecordDecl &R) {
  const CXXRecordDecl *Of = unwrapped(T);
  return Of && Of->getCanonicalDecl() == R.getCanonicalDecl();
}

/// Does a body return a variable of static storage?
bool returnsStatic(const Stmt *S) {
  if (!S)
    return false;
  if (const auto *Ret = dyn_cast<ReturnStmt>(S); Ret && Ret->getRetValue()) {
    const Expr *E = strip(Ret->getRetValue());
    for (unsigned Depth = 0; E && Depth < 4; ++Depth) {
      if (const auto *U = dyn_cast<UnaryOperator>(E))
        E = strip(U->getSubExpr());
      else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E); O && O->getNumArgs())
        E = strip(O->getArg(0));
      else if (const auto *M = dyn_cast<CXXMemberCallExpr>(E))
        E = strip(M->getImplicitObjectArgument());
      else if (const auto *K = dyn_cast<CXXConstructExpr>(E); K && K->getNumArgs())
        E = strip(K->getArg(0));
      else
        break;
    }
    const auto *D = dyn_cast_or_null<DeclRefExpr>(E);
    const auto *V = D ? dyn_cast<VarDecl>(D->getDecl()) : nullptr;
    return V && V->hasGlobalStorage() && V->getTSCSpec() == TSCS_unspecified;
  }
  return llvm::any_of(S->children(), returnsStatic);
}

} // namespace

bool isSingleton(const CXXRecordDecl &R) {
  for (const Decl *D : R.decls()) {
    if (const auto *V = dyn_cast<VarDecl>(D); V && V->getTSCSpec() == TSCS_unspecified)
      if (isSelf(V->getType(), R))
        return true;
    const auto *M = dyn_cast<CXXMethodDecl>(D);
    if (!M || !M->isStatic() || M->getMinRequiredArguments() != 0 ||
        !isSelf(M->getReturnType(), R) || M->getReturnType()->getAsCXXRecordDecl() == &R)
      continue;
    // create() makes a new one, instance() returns the one.
    const FunctionDecl *Defined = nullptr;
    if (M->hasBody(Defined) ? returnsStatic(Defined->getBody())
                            : M->getReturnType()->isReferenceType() ||
                                  lastName(*M).find("nstance") != std::string::npos)
      return true;
  }
  return false;
}

void Walker::longLived(State &S, unsigned Lease, const VarDecl &In, SourceLocation At) {
  const LeaseInfo &I = R.leases[Lease];
  // One for each thread is a design; one for each process keeps the others waiting.
  if (InPool || !I.pooled || I.pool.type.empty() || I.origin != LeaseInfo::Acquired ||
      S.lease(Lease).status == LeaseState::Released || In.getTSCSpec() != TSCS_unspecified)
    return;
  Event E;
  E.kind = Event::LongLived;
  E.at = At;
  E.lease = &I;
  E.name = In.getNameAsString();
  E.detail = In.isStaticLocal() ? "static variable" : "global variable";
  if (In.isStaticDataMember())
    E.detail = "static member";
  E.trail = S.trail;
  emit(std::move(E));
}

/// At a normal exit: what was stored in something that outlives every request.
void Walker::longLived(State &S) {
  const auto *M = dyn_cast<CXXMethodDecl>(&F);
  for (const auto &[P, V] : S.env) {
    if (V.kind != Value::Lease)
      continue;
    const LeaseInfo &I = R.leases[V.id];
    const LeaseState &L = S.lease(V.id);
    if (InPool || I.origin != LeaseInfo::Acquired || !I.pooled || I.pool.type.empty() ||
        (L.status != LeaseState::Stored && L.status != LeaseState::Held))
      continue;
    bool Element = false;
    for (const Place *Up = P; Up; Up = Up->parent)
      Element |= Up->field == "[]";
    if (Element)
      continue;
    SourceLocation At = L.changed.isValid() ? L.changed : I.at;
    if (const auto *Var = dyn_cast_or_null<VarDecl>(P->top()->root);
        Var && Var->hasGlobalStorage()) {
      longLived(S, V.id, *Var, At);
    } else if (P->isSelf() && P->parent && !P->parent->parent && M && !M->getParent()->isLambda()) {
      if (llvm::none_of(R.kept, [&](const StoredMember &K) { return K.field == P->field; }))
        R.kept.push_back({P->field, I, At});
    }
  }
}

std::vector<Event> longLivedMembers(Catalog &C, const CXXRecordDecl &R,
                                    llvm::ArrayRef<StoredMember> Kept, bool StaticInstance) {
  std::vector<Event> Events;
  Role Own = C.traitsOf(&R).role;
  if (Own == Role::Pool || Own == Role::Guard || Own == Role::Session ||
      !(StaticInstance || isSingleton(R)))
    return Events;
  for (const StoredMember &K : Kept) {
    // Taken by one method and given back by another: as long as some piece of work.
    bool GivenBack = llvm::any_of(R.methods(), [&](const CXXMethodDecl *M) {
      const Effects *E = isa<CXXDestructorDecl>(M) ? nullptr : C.summary(M);
      auto IsField = [&](const Slot &S) {
        return S.kind == Slot::This && !S.path.empty() && S.path.front() == K.field;
      };
      bool Refills =
          E && llvm::any_of(E->acquires, [&](const Acquire &A) { return IsField(A.to); });
      return E && !Refills &&
             (llvm::any_of(E->releases, IsField) || llvm::any_of(E->mayRelease, IsField));
    });
    if (GivenBack)
      continue;
    Event E;
    E.kind = Event::LongLived;
    E.at = K.at;
    E.lease = &K.lease;
    E.name = K.field;
    E.detail = "member of '" + R.getNameAsString() + "'";
    Events.push_back(std::move(E));
  }
  return Events;
}

std::vector<Event> longLivedVariables(Catalog &C, llvm::ArrayRef<const VarDecl *> Variables,
                                      std::deque<LeaseInfo> &Leases) {
  std::vector<Event> Events;
  for (const VarDecl *V : Variables) {
    // Static locals are initialised in a body, which flow walks.
    const Expr *Init = V->isStaticLocal() || !V->getInit() ? nullptr : strip(V->getInit());
    if (!Init || isContainer(recordOf(V->getType())))
      continue;
    if (const auto *Made = dyn_cast<CXXConstructExpr>(Init);
        Made && Made->getConstructor()->isCopyOrMoveConstructor() && Made->getNumArgs() >= 1)
      Init = strip(Made->getArg(0));
    // std::unique_ptr and shared_ptr around what a pool hands out.
    const FunctionDecl *Callee = nullptr;
    if (const auto *Made = dyn_cast<CXXConstructExpr>(Init))
      Callee = Made->getConstructor();
    else if (const auto *K = dyn_cast<CallExpr>(Init))
      Callee = K->getDirectCallee();
    if (!Callee)
      continue;
    const CallParts Parts = partsOf(*Init, Callee);
    const Effects *E = C.effectsOf(Callee, receiverType(Parts.object));
    Role Own = C.carrierOf(V->getType()).role();
    bool Known = Own == Role::Guard && llvm::any_of(Parts.args, [&](const Expr *A) {
                   return C.carrierOf(A->getType()).role() == Role::Pool;
                 });
    bool Takes = E && Own != Role::Pool && llvm::any_of(E->acquires, [](const Acquire &A) {
                   return A.pooled && (A.to.kind == Slot::Return || A.to.kind == Slot::This) &&
                          (!A.pool.type.empty() || A.from);
                 });
    if (!Known && !Takes)
      continue;
    LeaseInfo I;
    I.pooled = true;
    I.at = V->getLocation();
    I.name = V->getNameAsString();
    Leases.push_back(std::move(I));
    Event Ev;
    Ev.kind = Event::LongLived;
    Ev.at = V->getLocation();
    Ev.lease = &Leases.back();
    Ev.name = V->getNameAsString();
    Ev.detail = V->isStaticDataMember() ? "static member" : "global variable";
    Events.push_back(std::move(Ev));
  }
  return Events;
}

} // namespace leasehold
