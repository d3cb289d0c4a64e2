//===- InferGuards.cpp - guards, transactions and thread pools by shape ---===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "catalog/Inference.h"
#include "catalog/InferenceBodies.h"
#include "catalog/Sql.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace leasehold {

void Inference::inferGuard(const CXXRecordDecl *R) {
  if (C.traitsOf(R).role != Role::None || !R->hasUserDeclaredDestructor())
    return;
  const CXXDestructorDecl *D = R->getDestructor();
  const FunctionDecl *Defined = nullptr;
  const FunctionDecl *Body = D;
  if (!D->hasBody() && D->getTemplateInstantiationPattern())
    Body = D->getTemplateInstantiationPattern();
  TypeTraits T;
  T.role = Role::Guard;
  T.onDestroy = OnDestroy::Release;
  T.origin = "shape";
  const FieldDecl *Session = nullptr;
  bool HoldsPool = false;
  for (const FieldDecl *F : R->fields()) {
    if (!isContainer(recordOf(F->getType())) && C.sessionCore(F->getType(), 1))
      Session = F;
    if (C.carrierOf(F->getType()).role() == Role::Pool)
      HoldsPool = true;
  }
  if (Body->hasBody(Defined)) {
    BodyUse Use;
    Use.C = &C;
    Use.Self = R;
    Use.TraverseStmt(Defined->getBody());
    if (Use.callsField && !Use.releases) {
      T.role = Role::ScopeGuard;
      T.onDestroy = OnDestroy::Nothing;
      T.reason = "its destructor calls the callable it was given";
      setTraits(R, T);
      recognised("scope guard", *R, T.reason);
      return;
    }
    if (!Session)
      Session = Use.handle;
    if (!Use.releases || !Session)
      return;
    T.reason = "its destructor gives back " + Session->getNameAsString();
  } else {
    // Only declared: a destructor, a session, and a pool it knows or an out-parameter it fills.
    bool KnowsPool = HoldsPool;
    for (const CXXConstructorDecl *K : R->ctors())
      for (const ParmVarDecl *P : K->parameters()) {
        if (C.carrierOf(P->getType()).role() == Role::Pool)
          KnowsPool = true;
        QualType Pointee = P->getType()->getPointeeType();
        if (!Pointee.isNull() && Pointee->isPointerType() && C.sessionCore(Pointee))
          KnowsPool = true;
      }
    if (!Session || !KnowsPool)
      return;
    HoldsPool = true;
    T.reason = "declares a destructor, keeps " + Session->getNameAsString() + " and knows its pool";
    for (const CXXMethodDecl *M : R->methods()) {
      if (isa<CXXConstructorDecl, CXXDestructorDecl>(M) || !M->getDeclName().isIdentifier() ||
          M->getNumParams() != 0 || M->hasBody() || M->isConst() ||
          C.sessionCore(M->getReturnType()))
        continue;
      if (!namesRelease(M->getName()) &&
          !isOneOf(M->getName().lower(), {"reset", "close", "end", "finish", "unlock"}))
        continue;
      Effects E;
      E.releases.push_back(Slot::self());
      E.borrowsArguments = true;
      E.origin = "shape: guard " + R->getNameAsString();
      setEffects(M, std::move(E));
    }
    // Where the bodies are out of sight the constructor is taken to acquire.
    for (const CXXConstructorDecl *K : R->ctors()) {
      if (K->isCopyOrMoveConstructor() || K->isDefaultConstructor() || K->hasBody())
        continue;
      for (unsigned I = 0; I < K->getNumParams(); ++I) {
        QualType Pointee = K->getParamDecl(I)->getType()->getPointeeType();
        if (Pointee.isNull() || !Pointee->isPointerType() || !C.sessionCore(Pointee))
          continue;
        Effects E;
        Acquire A;
        A.to = Slot::self();
        A.guarded = true;
        E.acquires.push_back(A);
        E.assigns.push_back({Slot::param(I), Slot::self()});
        E.borrowsArguments = true;
        E.origin = "shape: guard " + R->getNameAsString();
        setEffects(K, std::move(E));
      }
    }
  }
  T.pooled = HoldsPool;
  // A class that opened its own connection is an object of the program, not a lease of a pool.
  if (!T.pooled) {
    const CXXRecordDecl *Core = C.sessionCore(Session->getType(), 1);
    T.pooled = Core && C.traitsOf(Core).pooled;
    if (!T.pooled)
      T.held = Held::InTransaction;
  }
  setTraits(R, T);
  recognised("guard", *R, T.reason);
}

/// class Transaction { Transaction(Conn &) { BEGIN } ~Transaction() { if (!done) ROLLBACK }
/// commit() }
void Inference::inferTransaction(const CXXRecordDecl *R) {
  if (C.traitsOf(R).role != Role::None || !R->hasUserDeclaredDestructor())
    return;
  const FunctionDecl *Defined = nullptr;
  if (!R->getDestructor() || !R->getDestructor()->hasBody(Defined))
    return;
  TxnUse End(C);
  End.TraverseStmt(Defined->getBody());
  if (!End.rollsBack && !End.commits)
    return;
  bool Begins = false;
  for (const CXXConstructorDecl *K : R->ctors())
    if (const FunctionDecl *Body = nullptr; K->hasBody(Body) && !K->isCopyOrMoveConstructor()) {
      TxnUse Use(C);
      Use.TraverseStmt(Body->getBody());
      Begins |= Use.begins;
    }
  if (!Begins)
    return;
  TypeTraits T;
  T.role = Role::Transaction;
  T.begins = Construction::NonDefault;
  T.onDestroy = End.commits ? OnDestroy::Commit : OnDestroy::Rollback;
  T.origin = "shape";
  T.reason = "its constructor begins and its destructor ends a transaction";
  for (const CXXMethodDecl *M : R->methods()) {
    const FunctionDecl *Body = nullptr;
    if (isa<CXXConstructorDecl, CXXDestructorDecl>(M) || !M->hasBody(Body))
      continue;
    TxnUse Use(C);
    Use.TraverseStmt(Body->getBody());
    if (!Use.commits && !Use.rollsBack)
      continue;
    Effects E;
    E.txn.push_back({Use.commits ? TxnEffect::Commit : TxnEffect::Rollback, Slot::self(), true});
    E.borrowsArguments = true;
    E.origin = "shape: transaction " + R->getNameAsString();
    setEffects(M, std::move(E));
  }
  for (const CXXConstructorDecl *K : R->ctors()) {
    Effects E;
    E.borrowsArguments = true;
    E.origin = "shape: transaction " + R->getNameAsString();
    if (!K->isCopyOrMoveConstructor())
      setEffects(K, std::move(E));
  }
  setTraits(R, T);
  recognised("transaction", *R, T.reason);
}

void Inference::inferThreadPool(const CXXRecordDecl *R) {
  bool Callables = false;
  bool Threads = mentions(R->getName(), "thread");
  auto Look = [&](const CXXRecordDecl *In) {
    for (const FieldDecl *F : In->fields()) {
      const CXXRecordDecl *T = recordOf(F->getType());
      while (T && wrapperOf(T) != Wrapper::None)
        T = recordOf(wrappedType(T));
      if (!T)
        continue;
      llvm::StringRef Name = T->getIdentifier() ? T->getName() : "";
      if (isOneOf(Name, {"thread", "jthread", "QThread"}))
        Threads = true;
      if (!isContainer(T))
        continue;
      for (const TemplateArgument &A :
           cast<ClassTemplateSpecializationDecl>(T)->getTemplateArgs().asArray()) {
        if (A.getKind() != TemplateArgument::Type)
          continue;
        if (isCallable(A.getAsType()))
          Callables = true;
        // struct Task { void (*run)(void *); void *argument; }
        if (const CXXRecordDecl *E = recordOf(A.getAsType());
            E && E->hasDefinition() && isUserCode(*E) && wrapperOf(E) == Wrapper::None)
          for (const FieldDecl *EF : E->getDefinition()->fields())
            if (isCallable(EF->getType()))
              Callables = true;
        if (const CXXRecordDecl *E = recordOf(A.getAsType()); E && E->getIdentifier()) {
          const CXXRecordDecl *Inner = E;
          while (Inner && wrapperOf(Inner) != Wrapper::None)
            Inner = recordOf(wrappedType(Inner));
          if (Inner && Inner->getIdentifier() &&
              (Inner->getName() == "thread" || Inner->getName() == "jthread"))
            Threads = true;
        }
      }
    }
  };
  Look(R);
  for (const FieldDecl *F : R->fields()) {
    const CXXRecordDecl *T = recordOf(F->getType());
    while (T && wrapperOf(T) != Wrapper::None)
      T = recordOf(wrappedType(T));
    if (T && T->hasDefinition() && isUserCode(*T) && T->getDefinition() != R)
      Look(T->getDefinition());
  }
  if (!Callables || !Threads)
    return;
  std::string Submits;
  auto Consider = [&](const CXXMethodDecl *M) {
    if (isa<CXXConstructorDecl>(M) || isa<CXXDestructorDecl>(M) || !M->getDeclName().isIdentifier())
      return;
    const FunctionDecl *Defined = nullptr;
    BodyUse Use;
    bool Visible = M->hasBody(Defined);
    if (Visible)
      Use.TraverseStmt(Defined->getBody());
    if (!(Visible ? (Use.puts || namesSubmit(M->getName())) : namesSubmit(M->getName())))
      return;
    Effects E;
    for (unsigned I = 0; I < M->getNumParams(); ++I) {
      QualType T = M->getParamDecl(I)->getType();
      if (isCallable(T) || T.getNonReferenceType()->isTemplateTypeParmType() ||
          isa<PackExpansionType>(T.getNonReferenceType().getTypePtr())) {
        E.background.push_back(Slot::param(I));
        if (isa<PackExpansionType>(T.getTypePtr()))
          E.backgroundRest = true;
      }
    }
    if (E.background.empty())
      return;
    E.backgroundRest = true;
    E.borrowsArguments = true;
    if (!M->getReturnType()->isVoidType())
      E.handle = Slot::result();
    E.origin = "shape: thread pool " + R->getNameAsString();
    setEffects(M, std::move(E));
    Submits += (Submits.empty() ? "" : ", ") + M->getNameAsString() + "()";
  };
  for (const Decl *D : R->decls()) {
    if (const auto *M = dyn_cast<CXXMethodDecl>(D))
      Consider(M);
    else if (const auto *T = dyn_cast<FunctionTemplateDecl>(D))
      if (const auto *Templated = dyn_cast<CXXMethodDecl>(T->getTemplatedDecl()))
        Consider(Templated);
  }
  if (!Submits.empty())
    recognised("thread pool", *R, "has threads and keeps the callables given to " + Submits);
}

} // namespace leasehold
