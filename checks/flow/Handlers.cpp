//===- Handlers.cpp - what a handler makes of a failure -------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A statement failed in an open transaction, and a handler caught that. Until somebody rolls back,
// begins anew, looks at what the handler noted, or leaves, the failure counts as swallowed.
//
//===----------------------------------------------------------------------===//

#include "flow/Walker.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace leasehold {

namespace {

/// The variable or field that an expression is a part of; null with `Self`: the object itself.
const Decl *rootOf(const Expr *E, bool &Self) {
  for (E = strip(E); E;) {
    if (const auto *D = dyn_cast<DeclRefExpr>(E))
      return D->getDecl();
    if (isa<CXXThisExpr>(E)) {
      Self = true;
      return nullptr;
    }
    if (const auto *M = dyn_cast<MemberExpr>(E)) {
      if (isa<CXXThisExpr>(strip(M->getBase())))
        return M->getMemberDecl();
      E = strip(M->getBase());
    } else if (const auto *A = dyn_cast<ArraySubscriptExpr>(E)) {
      E = strip(A->getBase());
    } else if (const auto *U = dyn_cast<UnaryOperator>(E)) {
      E = strip(U->getSubExpr());
    } else if (const auto *K = dyn_cast<CXXMemberCallExpr>(E)) {
      E = strip(K->getImplicitObjectArgument());
    } else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E); O && O->getNumArgs() > 0) {
      E = strip(O->getArg(0));
    } else {
      return nullptr;
    }
  }
  return nullptr;
}

bool mentionsAny(const Stmt *S, const std::set<const Decl *> &Of) {
  if (!S)
    return false;
  if (const auto *D = dyn_cast<DeclRefExpr>(S); D && Of.contains(D->getDecl()))
    return true;
  if (const auto *M = dyn_cast<MemberExpr>(S); M && Of.contains(M->getMemberDecl()))
    return true;
  if (isa<CXXThisExpr>(S) && Of.contains(nullptr))
    return true;
  return llvm::any_of(S->children(), [&](const Stmt *Child) { return mentionsAny(Child, Of); });
}

/// Does this handler catch whatever goes wrong, rather than a certain kind of failure?
bool general(const CXXCatchStmt &H) {
  if (H.getCaughtType().isNull())
    return true;
  const CXXRecordDecl *R = H.getCaughtType().getNonReferenceType()->getAsCXXRecordDecl();
  return R && isOneOf(qualifiedName(*R), {"std::exception", "std::runtime_error"});
}

} // namespace

/// Does it stand where the server is one that undoes a failed statement alone? `if (kind ==
/// "mysql")`
static bool forServerThatGoesOn(const Stmt *In, const CXXCatchStmt &H, const SourceManager &SM) {
  struct Literals : RecursiveASTVisitor<Literals> {
    bool found = false;
    bool VisitStringLiteral(clang::StringLiteral *L) {
      found |= L->getCharByteWidth() == 1 && isOneOf(engineOf(L->getString()), {"mysql", "sqlite"});
      return true;
    }
  };
  if (!In || !SM.isPointWithin(H.getBeginLoc(), In->getBeginLoc(), In->getEndLoc()))
    return false;
  if (const auto *If = dyn_cast<IfStmt>(In);
      If &&
      SM.isPointWithin(H.getBeginLoc(), If->getThen()->getBeginLoc(), If->getThen()->getEndLoc())) {
    const Expr *Cond = strip(If->getCond());
    const auto *Op = dyn_cast<CXXOperatorCallExpr>(Cond);
    const auto *Compares = dyn_cast<CXXRewrittenBinaryOperator>(Cond);
    Literals L;
    if ((Op && Op->getOperator() == OO_EqualEqual) ||
        (Compares && Compares->getOperator() == BO_EQ))
      L.TraverseStmt(const_cast<Expr *>(Cond));
    if (L.found)
      return true;
  }
  return llvm::any_of(In->children(),
                      [&](const Stmt *Each) { return forServerThatGoesOn(Each, H, SM); });
}

const Walker::HandlerFacts &Walker::handlerFacts(const CXXCatchStmt &H) {
  auto [It, New] = KnownHandlers.try_emplace(&H);
  HandlerFacts &Facts = It->second;
  if (!New)
    return Facts;
  Facts.otherServer = forServerThatGoesOn(F.getBody(), H, Ctx.getSourceManager());
  auto Changes = [&](const Expr *E) {
    bool Self = false;
    const Decl *D = rootOf(E, Self);
    if (Self || (D && D != H.getExceptionDecl()))
      Facts.changes.insert(D);
  };
  std::vector<const Stmt *> Work{H.getHandlerBlock()};
  while (!Work.empty()) {
    const Stmt *S = Work.back();
    Work.pop_back();
    if (!S || isa<LambdaExpr>(S))
      continue;
    if (isa<CXXThrowExpr, ReturnStmt, CoreturnStmt, GotoStmt>(S))
      Facts.decides = true;
    if (const auto *Op = dyn_cast<BinaryOperator>(S); Op && Op->isAssignmentOp())
      Changes(Op->getLHS());
    if (const auto *U = dyn_cast<UnaryOperator>(S); U && U->isIncrementDecrementOp())
      Changes(U->getSubExpr());
    if (const auto *K = dyn_cast<CallExpr>(S)) {
      const FunctionDecl *Callee = K->getDirectCallee();
      const auto *M = dyn_cast_or_null<CXXMethodDecl>(Callee);
      const auto [Object, Args] = partsOf(*K, Callee);
      if (Object && M && !M->isConst())
        Changes(Object);
      for (unsigned I = 0; Callee && I < Args.size() && I < Callee->getNumParams(); ++I) {
        QualType T = Callee->getParamDecl(I)->getType();
        if ((T->isLValueReferenceType() || T->isPointerType()) &&
            !T->getPointeeType().isConstQualified())
          Changes(Args[I]);
      }
      // What may throw again, or ends the program.
      const Effects *E = C.effectsOf(Callee, receiverType(Object));
      if (Callee && (Callee->isNoReturn() || (isUserCode(*Callee) && E && !E->throws.empty())))
        Facts.decides = true;
    }
    Work.insert(Work.end(), S->child_begin(), S->child_end());
  }
  return Facts;
}

void Walker::swallow(State &S, const CXXCatchStmt &H, const std::set<unsigned> &Leases,
                     const Call *Failing, const State &Before) {
  if (Leases.empty() || InPool)
    return;
  if (Failing) {
    const Effects *Failed = Failing->effects;
    const auto *Construct = dyn_cast_or_null<CXXConstructorDecl>(Failing->callee);
    const CXXRecordDecl *Made = Construct ? Construct->getParent() : nullptr;
    // A commit that failed has ended the transaction all the same.
    bool Ends = !Failed->releases.empty() || !Failed->mayRelease.empty() ||
                llvm::any_of(Failed->txn, [](const TxnEffect &T) {
                  return T.kind != TxnEffect::Write && T.kind != TxnEffect::Read;
                });
    // Nor is a transaction open, or a savepoint set, whose construction failed.
    if (Made) {
      const TypeTraits &T = C.traitsOf(Made);
      const CXXDestructorDecl *D = Made->getDestructor();
      Ends |= T.role == Role::Transaction || isSessionLike(T.role) ||
              (T.role == Role::None && D && D->isUserProvided());
    }
    bool Database = C.models().isDatabaseError(Failed->throws.front()) ||
                    (general(H) && (Failed->sql || !Failed->txn.empty()));
    if (Ends || !Database)
      return;
  }
  if (handlerFacts(H).decides || handlerFacts(H).otherServer)
    return;
  for (unsigned Id : Leases) {
    const TxnInfo *Open = openOn(S, Id);
    if (S.lease(Id).status != LeaseState::Held || !Open || Open->readOnly ||
        Savepoints.contains(Id))
      continue;
    // A guard inside the try block has rolled back what failed.
    bool Guarded = false;
    for (unsigned T = 0; T < Before.txns.size(); ++T)
      Guarded |= R.txns[T].lease == Id && Before.txns[T].status == TxnState::Open &&
                 S.txn(T).status != TxnState::Open;
    for (const VarDecl *V : Before.live) {
      const CXXRecordDecl *Rec = V->getType()->getAsCXXRecordDecl();
      if (llvm::is_contained(S.live, V) || !Rec || C.traitsOf(Rec).role != Role::None)
        continue;
      const CXXDestructorDecl *D = Rec->hasDefinition() ? Rec->getDestructor() : nullptr;
      if (!D || !D->isUserProvided() || !isUserCode(*Rec))
        continue;
      State Then = Before;
      std::set<unsigned> Of;
      reachable(Then, Value::address(Places.root(V)), Of);
      Guarded |= Of.contains(Id);
    }
    if (!Guarded)
      S.lease(Id).swallowed = &H;
  }
}

void Walker::dealtWith(State &S, const Value &On) {
  std::set<unsigned> Of;
  reachable(S, On, Of);
  for (unsigned Id : Of)
    S.lease(Id).swallowed = nullptr;
}

void Walker::worksOn(State &S, const Value &On, const Expr &At, llvm::StringRef How) {
  std::set<unsigned> Of;
  reachable(S, On, Of);
  for (unsigned Id : Of) {
    const CXXCatchStmt *H = std::exchange(S.lease(Id).swallowed, nullptr);
    const TxnInfo *Open = openOn(S, Id);
    if (!H || !Open || S.lease(Id).status != LeaseState::Held || Savepoints.contains(Id))
      continue;
    Event E;
    E.kind = Event::Swallowed;
    E.at = H->getCatchLoc();
    E.lease = &R.leases[Id];
    E.txn = Open;
    E.exitAt = At.getBeginLoc();
    E.detail = How.str();
    E.trail = S.trail;
    emit(std::move(E));
  }
}

/// A condition on what the handler noted decides what becomes of the failure; where its truth is
/// known, the path that it takes speaks for itself.
void Walker::lookedAt(State &S, const Expr *Cond) {
  for (LeaseState &L : S.leases)
    if (L.swallowed && mentionsAny(Cond, handlerFacts(*L.swallowed).changes) && !known(S, Cond))
      L.swallowed = nullptr;
}

} // namespace leasehold
