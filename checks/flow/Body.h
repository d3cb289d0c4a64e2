//===- Body.h - what a function's body contains, lexically ------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One pass over a body collects what the CFG does not keep: which try block and
// which loop surrounds a call, and the calls and lambdas in source order. The
// lambdas' own bodies are functions of their own.
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_FLOW_BODY_H
#define LEASEHOLD_FLOW_BODY_H

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"
#include <vector>

namespace leasehold {

struct CallSite {
  const clang::Expr *expr;           ///< call, construction or throw
  const clang::FunctionDecl *callee; ///< null when not known
};

/// A call taken apart: an overloaded operator that is a method has its first operand as object.
struct CallParts {
  const clang::Expr *object = nullptr; ///< null: none
  llvm::SmallVector<const clang::Expr *, 6> args;
};
CallParts partsOf(const clang::Expr &Call, const clang::FunctionDecl *Callee);

class Body {
public:
  explicit Body(const clang::FunctionDecl &F);

  std::vector<CallSite> calls;
  std::vector<const clang::CXXThrowExpr *> throws;
  std::vector<const clang::LambdaExpr *> lambdas;
  std::vector<const clang::VarDecl *> locals;
  std::vector<const clang::MemberExpr *> members;
  std::vector<const clang::BinaryOperator *> assignments;
  std::vector<const clang::Expr *> returned;
  /// The range that a range-for's variable runs over.
  [[nodiscard]] const clang::Expr *rangeOf(const clang::VarDecl *V) const {
    return Ranges.lookup(V);
  }
  /// Functions that are named: called, or handed on as callbacks.
  std::vector<const clang::FunctionDecl *> references;

  /// What a call calls: also through a local pointer or reference that only ever has one target.
  [[nodiscard]] const clang::FunctionDecl *calleeOf(const clang::CallExpr &E) const;
  /// Is the class of the object that a method is called on known exactly?
  [[nodiscard]] const clang::CXXRecordDecl *classOf(const clang::Expr *Object) const;

  /// Is this call evaluated at all? Not what stands in decltype, sizeof or noexcept.
  [[nodiscard]] bool evaluated(const clang::Stmt *S) const { return Tries.contains(S); }
  /// The innermost try whose try-block (not its handlers) contains the statement; null: none.
  [[nodiscard]] const clang::CXXTryStmt *tryOf(const clang::Stmt *S) const {
    return Tries.lookup(S);
  }
  [[nodiscard]] const clang::CXXTryStmt *tryOf(const clang::VarDecl *V) const {
    return VarTries.lookup(V);
  }
  /// The try around a try.
  [[nodiscard]] const clang::CXXTryStmt *outer(const clang::CXXTryStmt *T) const {
    return OuterTries.lookup(T);
  }
  /// Is `Inner` the same as, or nested in, `Outer`? Null is the function itself.
  [[nodiscard]] bool within(const clang::CXXTryStmt *Inner, const clang::CXXTryStmt *Outer) const;
  [[nodiscard]] const clang::Stmt *loopOf(const clang::Stmt *S) const { return Loops.lookup(S); }
  [[nodiscard]] const clang::Stmt *outerLoop(const clang::Stmt *L) const {
    return OuterLoops.lookup(L);
  }
  /// Is there a loop around `At` that is not around `Since` (null: the function's start)?
  [[nodiscard]] bool loopSince(const clang::Stmt *At, const clang::Stmt *Since) const;
  /// The handler that a statement stands in; null: none.
  [[nodiscard]] const clang::CXXCatchStmt *handlerOf(const clang::Stmt *S) const {
    return Handlers.lookup(S);
  }
  /// Does it throw on what it has caught?
  [[nodiscard]] bool throwsOn(const clang::CXXCatchStmt *H) const {
    return llvm::any_of(throws, [&](const clang::CXXThrowExpr *T) {
      return !T->getSubExpr() && handlerOf(T) == H;
    });
  }
  /// How often a parameter or local variable is named, in whatever way.
  [[nodiscard]] unsigned mentions(const clang::VarDecl *V) const { return Mentions.lookup(V); }
  /// Does a statement stand in this handler, however deep?
  [[nodiscard]] bool inHandler(const clang::Stmt *S, const clang::CXXCatchStmt *H) const;

private:
  struct Scope {
    const clang::CXXTryStmt *tryStmt = nullptr;
    const clang::Stmt *loop = nullptr;
    const clang::CXXCatchStmt *handler = nullptr;
  };
  void visit(const clang::Stmt *S, Scope In);
  void noteChanges(const clang::Stmt *S, bool Read);
  void site(const clang::Expr *E, const clang::FunctionDecl *Callee, const Scope &In);

  llvm::DenseMap<const clang::Stmt *, const clang::CXXTryStmt *> Tries;
  llvm::DenseMap<const clang::VarDecl *, const clang::CXXTryStmt *> VarTries;
  llvm::DenseMap<const clang::CXXTryStmt *, const clang::CXXTryStmt *> OuterTries;
  llvm::DenseMap<const clang::Stmt *, const clang::Stmt *> Loops, OuterLoops;
  llvm::DenseMap<const clang::Stmt *, const clang::CXXCatchStmt *> Handlers;
  llvm::DenseMap<const clang::CXXCatchStmt *, const clang::CXXCatchStmt *> OuterHandlers;
  llvm::DenseMap<const clang::VarDecl *, const clang::Expr *> Ranges;
  llvm::DenseMap<const clang::VarDecl *, unsigned> Mentions;
  /// Variables that are more than read: assigned to, bound to a reference, their address taken.
  llvm::DenseSet<const clang::VarDecl *> Changed;
};

} // namespace leasehold

#endif // LEASEHOLD_FLOW_BODY_H
