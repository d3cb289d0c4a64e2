//===- Body.cpp - what a function's body contains, lexically --------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "flow/Body.h"
#include "catalog/Names.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ExprConcepts.h"

using namespace clang;

namespace leasehold {

CallParts partsOf(const Expr &Call, const FunctionDecl *Callee) {
  CallParts P;
  unsigned Skip = 0;
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(&Call)) {
    P.object = M->getImplicitObjectArgument();
  } else if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(&Call);
             Op && isa_and_nonnull<CXXMethodDecl>(Callee) && Op->getNumArgs() > 0) {
    P.object = Op->getArg(0);
    Skip = 1;
  }
  if (const auto *K = dyn_cast<CallExpr>(&Call))
    P.args.append(K->arg_begin() + Skip, K->arg_end());
  else if (const auto *Made = dyn_cast<CXXConstructExpr>(&Call))
    P.args.append(Made->arg_begin(), Made->arg_end());
  return P;
}

Body::Body(const FunctionDecl &F) {
  if (const auto *C = dyn_cast<CXXConstructorDecl>(&F))
    for (const CXXCtorInitializer *I : C->inits()) {
      noteChanges(I->getInit(), false);
      visit(I->getInit(), {});
    }
  noteChanges(F.getBody(), false);
  visit(F.getBody(), {});
}

void Body::noteChanges(const Stmt *S, bool Read) {
  if (!S)
    return;
  if (const auto *D = dyn_cast<DeclRefExpr>(S)) {
    if (const auto *V = dyn_cast<VarDecl>(D->getDecl())) {
      ++Mentions[V];
      if (!Read)
        Changed.insert(V);
    }
    return;
  }
  const auto *Cast = dyn_cast<ImplicitCastExpr>(S);
  Read = (Cast && Cast->getCastKind() == CK_LValueToRValue) || (Read && isa<ParenExpr>(S));
  for (const Stmt *Child : S->children())
    noteChanges(Child, Read);
}

namespace {

const VarDecl *localOf(const Expr *E) {
  const auto *D = dyn_cast_or_null<DeclRefExpr>(strip(E));
  const auto *V = D ? dyn_cast<VarDecl>(D->getDecl()) : nullptr;
  return V && V->hasLocalStorage() && !isa<ParmVarDecl>(V) && V->getInit() ? V : nullptr;
}

} // namespace

const CXXRecordDecl *Body::classOf(const Expr *Object) const {
  const VarDecl *V = localOf(Object);
  if (!V)
    return nullptr;
  QualType T = V->getType();
  if (T->isReferenceType()) {
    const Expr *Init = strip(V->getInit());
    return isa<CXXConstructExpr>(Init) ? Init->getType()->getAsCXXRecordDecl() : nullptr;
  }
  if (!T->isPointerType())
    return T->getAsCXXRecordDecl();
  const auto *New = dyn_cast<CXXNewExpr>(strip(V->getInit()));
  return New && !Changed.contains(V) ? New->getAllocatedType()->getAsCXXRecordDecl() : nullptr;
}

const FunctionDecl *Body::calleeOf(const CallExpr &E) const {
  const FunctionDecl *D = E.getDirectCallee();
  if (!D) {
    // (*f)(x) and f(x)
    const Expr *Of = strip(E.getCallee());
    if (const auto *U = dyn_cast<UnaryOperator>(Of); U && U->getOpcode() == UO_Deref)
      Of = strip(U->getSubExpr());
    const VarDecl *V = localOf(Of);
    if (!V || Changed.contains(V) || !V->getType()->isFunctionPointerType())
      return nullptr;
    Of = strip(V->getInit());
    if (const auto *U = dyn_cast<UnaryOperator>(Of); U && U->getOpcode() == UO_AddrOf)
      Of = strip(U->getSubExpr());
    const auto *Named = dyn_cast<DeclRefExpr>(Of);
    return Named ? dyn_cast<FunctionDecl>(Named->getDecl()) : nullptr;
  }
  const auto *Call = dyn_cast<CXXMemberCallExpr>(&E);
  const auto *M = dyn_cast<CXXMethodDecl>(D);
  if (!Call || !M || !M->isVirtual())
    return D;
  const CXXRecordDecl *Class = classOf(Call->getImplicitObjectArgument());
  if (!Class || !Class->hasDefinition())
    return D;
  const CXXMethodDecl *Final = M->getCorrespondingMethodInClass(Class);
  return Final ? Final : D;
}

void Body::site(const Expr *E, const FunctionDecl *Callee, const Scope &In) {
  calls.push_back({E, Callee});
  Tries[E] = In.tryStmt;
  Loops[E] = In.loop;
  Handlers[E] = In.handler;
}

void Body::visit(const Stmt *S, Scope In) {
  if (!S)
    return;
  if (const auto *T = dyn_cast<CXXTryStmt>(S)) {
    OuterTries[T] = In.tryStmt;
    Scope Inner = In;
    Inner.tryStmt = T;
    visit(T->getTryBlock(), Inner);
    for (unsigned I = 0; I < T->getNumHandlers(); ++I) {
      Scope H = In;
      H.handler = T->getHandler(I);
      OuterHandlers[H.handler] = In.handler;
      visit(T->getHandler(I)->getHandlerBlock(), H);
    }
    return;
  }
  if (const auto *L = dyn_cast<LambdaExpr>(S)) {
    lambdas.push_back(L);
    Tries[L] = In.tryStmt;
    Loops[L] = In.loop;
    for (const Expr *Init : L->capture_inits())
      visit(Init, In);
    return;
  }
  if (isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(S)) {
    OuterLoops[S] = In.loop;
    // What runs once stays outside the loop.
    if (const auto *F = dyn_cast<ForStmt>(S)) {
      visit(F->getInit(), In);
      In.loop = S;
      visit(F->getCond(), In);
      visit(F->getInc(), In);
      visit(F->getBody(), In);
      return;
    }
    if (const auto *R = dyn_cast<CXXForRangeStmt>(S)) {
      visit(R->getInit(), In);
      visit(R->getRangeStmt(), In);
      visit(R->getBeginStmt(), In);
      visit(R->getEndStmt(), In);
      In.loop = S;
      Ranges[R->getLoopVariable()] = R->getRangeInit();
      visit(R->getCond(), In);
      visit(R->getInc(), In);
      visit(R->getLoopVarStmt(), In);
      visit(R->getBody(), In);
      return;
    }
    In.loop = S;
  }
  if (const auto *D = dyn_cast<DeclStmt>(S))
    for (const Decl *X : D->decls())
      if (const auto *V = dyn_cast<VarDecl>(X)) {
        locals.push_back(V);
        VarTries[V] = In.tryStmt;
      }
  if (const auto *M = dyn_cast<MemberExpr>(S))
    members.push_back(M);
  if (const auto *Op = dyn_cast<BinaryOperator>(S); Op && Op->getOpcode() == BO_Assign)
    assignments.push_back(Op);
  if (const auto *Ret = dyn_cast<ReturnStmt>(S); Ret && Ret->getRetValue())
    returned.push_back(Ret->getRetValue());
  if (isa<CXXNoexceptExpr, UnaryExprOrTypeTraitExpr, CXXTypeidExpr, RequiresExpr>(S))
    return;
  if (const auto *D = dyn_cast<DeclRefExpr>(S))
    if (const auto *F = dyn_cast<FunctionDecl>(D->getDecl()))
      references.push_back(F);
  if (const auto *D = dyn_cast<CXXDefaultInitExpr>(S))
    visit(D->getExpr(), In);
  for (const Stmt *Child : S->children())
    visit(Child, In);
  if (const auto *C = dyn_cast<CallExpr>(S)) {
    site(C, calleeOf(*C), In);
  } else if (const auto *K = dyn_cast<CXXConstructExpr>(S)) {
    site(K, K->getConstructor(), In);
  } else if (const auto *N = dyn_cast<CoroutineSuspendExpr>(S)) {
    Tries[N] = In.tryStmt;
    Loops[N] = In.loop;
  } else if (const auto *N = dyn_cast<CXXNewExpr>(S)) {
    Tries[N] = In.tryStmt;
    Loops[N] = In.loop;
  } else if (const auto *T = dyn_cast<CXXThrowExpr>(S)) {
    throws.push_back(T);
    Tries[T] = In.tryStmt;
    Loops[T] = In.loop;
    Handlers[T] = In.handler;
  }
}

bool Body::within(const CXXTryStmt *Inner, const CXXTryStmt *Outer) const {
  if (!Outer)
    return true;
  for (; Inner; Inner = OuterTries.lookup(Inner))
    if (Inner == Outer)
      return true;
  return false;
}

bool Body::inHandler(const Stmt *S, const CXXCatchStmt *H) const {
  for (const CXXCatchStmt *In = Handlers.lookup(S); In; In = OuterHandlers.lookup(In))
    if (In == H)
      return true;
  return false;
}

bool Body::loopSince(const Stmt *At, const Stmt *Since) const {
  const Stmt *Loop = Loops.lookup(At);
  if (!Loop)
    return false;
  for (const Stmt *L = Since ? Loops.lookup(Since) : nullptr; L; L = OuterLoops.lookup(L))
    if (L == Loop)
      return false;
  return true;
}

} // namespace leasehold
