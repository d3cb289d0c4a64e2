//===- Body.cpp - what a function's body contains, lexically --------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "flow/Body.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ExprConcepts.h"

using namespace clang;

namespace leasehold {

Body::Body(const FunctionDecl &F) {
  if (const auto *C = dyn_cast<CXXConstructorDecl>(&F))
    for (const CXXCtorInitializer *I : C->inits())
      visit(I->getInit(), {});
  visit(F.getBody(), {});
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
    site(C, C->getDirectCallee(), In);
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
