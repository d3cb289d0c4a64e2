//===- InferenceBodies.h - what bodies do, for the shapes -------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_CATALOG_INFERENCEBODIES_H
#define LEASEHOLD_CATALOG_INFERENCEBODIES_H

#include "catalog/Catalog.h"
#include "catalog/Sql.h"
#include "clang/AST/RecursiveASTVisitor.h"

namespace leasehold {

/// Is this a call in which the function does what it does (Effects::when)?
inline bool isTheCase(const Effects &F, const clang::CallExpr &E, const clang::ASTContext &Ctx) {
  if (!F.when)
    return true;
  const auto N =
      F.when->param < E.getNumArgs() ? constantOf(E.getArg(F.when->param), Ctx) : std::nullopt;
  return N && F.when->holds(*N);
}

/// What a method's body does with the class's own containers.
struct BodyUse : clang::RecursiveASTVisitor<BodyUse> {
  bool takes = false, puts = false, marks = false, callsField = false;
  const clang::CXXRecordDecl *Self = nullptr;
  Catalog *C = nullptr;
  bool releases = false;
  /// A void * that it gives back: no type says what it is.
  const clang::FieldDecl *handle = nullptr;
  unsigned Depth = 0;

  bool shouldVisitImplicitCode() const { return true; }

  static bool isMember(const clang::Expr *E) {
    E = strip(E);
    while (E) {
      if (llvm::isa<clang::CXXThisExpr>(E))
        return true;
      if (const auto *M = llvm::dyn_cast<clang::MemberExpr>(E))
        E = strip(M->getBase());
      else if (const auto *D = llvm::dyn_cast<clang::CXXDependentScopeMemberExpr>(E))
        return D->isImplicitAccess() || isMember(D->getBase());
      else if (const auto *O = llvm::dyn_cast<clang::CXXOperatorCallExpr>(E))
        E = O->getNumArgs() ? strip(O->getArg(0)) : nullptr;
      else if (const auto *A = llvm::dyn_cast<clang::ArraySubscriptExpr>(E))
        E = strip(A->getBase());
      else if (const auto *MC = llvm::dyn_cast<clang::CXXMemberCallExpr>(E))
        E = strip(MC->getImplicitObjectArgument());
      else if (const auto *U = llvm::dyn_cast<clang::UnaryOperator>(E))
        E = strip(U->getSubExpr());
      else if (const auto *F = llvm::dyn_cast<clang::CallExpr>(E);
               F && F->getDirectCallee() && F->getDirectCallee()->isInStdNamespace() &&
               F->getNumArgs() >= 1)
        E = strip(F->getArg(0)); // std::exchange(conn_, nullptr), std::move(conn_)
      else if (const auto *D = llvm::dyn_cast<clang::DeclRefExpr>(E)) {
        const auto *V = llvm::dyn_cast<clang::VarDecl>(D->getDecl());
        // A local that was found in, or refers into, the class's own containers.
        if (V && V->hasLocalStorage() && !llvm::isa<clang::ParmVarDecl>(V) && V->getInit()) {
          const clang::Expr *I = strip(V->getInit());
          if (I == E)
            return false;
          E = I;
          continue;
        }
        return V && V->hasGlobalStorage();
      } else
        return false;
    }
    return false;
  }

  void note(llvm::StringRef Name) {
    if (Name == "pop" || Name == "pop_front" || Name == "pop_back" || Name == "erase" ||
        Name == "extract" || Name == "try_pop" || Name == "takeFirst" || Name == "takeLast" ||
        Name == "dequeue" || Name == "try_dequeue" || Name == "take" || Name == "wait_dequeue" ||
        Name == "wait_and_pop" || Name == "splice")
      takes = true;
    if (Name == "push" || Name == "push_back" || Name == "push_front" || Name == "emplace" ||
        Name == "emplace_back" || Name == "emplace_front" || Name == "insert" || Name == "append" ||
        Name == "enqueue" || Name == "prepend" || Name == "splice")
      puts = true;
  }

  bool VisitCXXMemberCallExpr(clang::CXXMemberCallExpr *E) {
    if (const auto *M = E->getMethodDecl(); M && M->getDeclName().isIdentifier()) {
      const clang::Expr *Object = E->getImplicitObjectArgument();
      if (Object && isMember(Object))
        note(M->getName());
    }
    return VisitAnyCall(E);
  }
  bool VisitCallExpr(clang::CallExpr *E) {
    if (const auto *D = llvm::dyn_cast<clang::CXXDependentScopeMemberExpr>(E->getCallee()))
      if (D->isImplicitAccess() || isMember(D->getBase()))
        note(D->getMember().getAsString());
    if (!llvm::isa<clang::CXXMemberCallExpr>(E))
      VisitAnyCall(E);
    if (const auto *O = llvm::dyn_cast<clang::CXXOperatorCallExpr>(E);
        O && O->getOperator() == clang::OO_Call && isMember(O->getArg(0)))
      callsField = true;
    if (!E->getDirectCallee() && llvm::isa<clang::MemberExpr>(strip(E->getCallee())) &&
        isMember(E->getCallee()) && E->getCallee()->getType()->isDependentType())
      callsField = true;
    return true;
  }
  bool VisitAnyCall(clang::CallExpr *E) {
    // ~Guard() { release(); }: the class's own method does it.
    if (const auto *M = llvm::dyn_cast<clang::CXXMemberCallExpr>(E);
        C && M && Depth < 2 &&
        llvm::isa<clang::CXXThisExpr>(strip(M->getImplicitObjectArgument()))) {
      const clang::FunctionDecl *Defined = nullptr;
      if (E->getDirectCallee() && E->getDirectCallee()->hasBody(Defined)) {
        ++Depth;
        TraverseStmt(Defined->getBody());
        --Depth;
      }
    }
    if (C)
      if (const Effects *F = C->declared(E->getDirectCallee());
          F && !F->releases.empty() && isTheCase(*F, *E, C->context()))
        for (const Slot &S : F->releases)
          if (S.kind == Slot::Param && S.index < E->getNumArgs() && isMember(E->getArg(S.index))) {
            releases = true;
            if (const auto *M = llvm::dyn_cast<clang::MemberExpr>(strip(E->getArg(S.index)));
                M && M->getType()->isVoidPointerType() &&
                llvm::isa<clang::CXXThisExpr>(strip(M->getBase())))
              handle = llvm::dyn_cast<clang::FieldDecl>(M->getMemberDecl());
          }
    if (C)
      if (const auto *M = llvm::dyn_cast<clang::CXXMemberCallExpr>(E))
        if (const Effects *F = C->declared(E->getDirectCallee()))
          for (const Slot &S : F->releases)
            if (S.kind == Slot::This && isMember(M->getImplicitObjectArgument()))
              releases = true;
    return true;
  }
  bool VisitCXXDeleteExpr(clang::CXXDeleteExpr *E) {
    if (C && isMember(E->getArgument())) {
      const clang::CXXRecordDecl *R = recordOf(E->getArgument()->getType());
      if (R && C->traitsOf(R).onDestroy == OnDestroy::Release)
        releases = true;
    }
    return true;
  }
  bool VisitBinaryOperator(clang::BinaryOperator *E) {
    if (E->isAssignmentOp() && E->getLHS()->getType()->isBooleanType())
      marks = true;
    // ~Guard() { slot_->busy = false; }
    if (const auto *M = llvm::dyn_cast<clang::MemberExpr>(strip(E->getLHS())))
      if (const auto *Field = llvm::dyn_cast<clang::FieldDecl>(M->getMemberDecl());
          Field && C && E->isAssignmentOp() && C->isFlag(Field) && isMember(M->getBase()))
        releases = true;
    return true;
  }
};

/// Whether a body, or what it calls on its own object, begins, commits or rolls back.
struct TxnUse : clang::RecursiveASTVisitor<TxnUse> {
  Catalog &C;
  bool begins = false, commits = false, rollsBack = false;
  unsigned Depth = 0;
  explicit TxnUse(Catalog &C) : C(C) {}

  bool VisitCallExpr(clang::CallExpr *E) {
    if (const Effects *F = C.declared(E->getDirectCallee()))
      for (const TxnEffect &T : F->txn) {
        begins |= T.kind == TxnEffect::Begin;
        commits |= T.kind == TxnEffect::Commit;
        rollsBack |= T.kind == TxnEffect::Rollback;
      }
    for (const clang::Expr *A : E->arguments()) {
      const clang::Expr *Text = strip(A);
      if (const auto *K = llvm::dyn_cast_or_null<clang::CXXConstructExpr>(Text);
          K && K->getNumArgs() >= 1)
        Text = strip(K->getArg(0));
      const auto *L = llvm::dyn_cast_or_null<clang::StringLiteral>(Text);
      if (!L || L->getCharByteWidth() != 1)
        continue;
      SqlKind Kind = classifySql(L->getString());
      begins |= Kind == SqlKind::Begin;
      commits |= Kind == SqlKind::Commit;
      rollsBack |= Kind == SqlKind::Rollback;
    }
    if (const auto *M = llvm::dyn_cast<clang::CXXMemberCallExpr>(E);
        M && Depth < 2 && llvm::isa<clang::CXXThisExpr>(strip(M->getImplicitObjectArgument()))) {
      const clang::FunctionDecl *Defined = nullptr;
      if (E->getDirectCallee() && E->getDirectCallee()->hasBody(Defined)) {
        ++Depth;
        TraverseStmt(Defined->getBody());
        --Depth;
      }
    }
    return true;
  }
};

} // namespace leasehold

#endif // LEASEHOLD_CATALOG_INFERENCEBODIES_H
