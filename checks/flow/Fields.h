//===- Fields.h - what a unit does with one field --------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What no single function shows: who opens the session in a field, who closes it, and on which ways
// through their bodies. Lexical, and without the walk's states.
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_FLOW_FIELDS_H
#define LEASEHOLD_FLOW_FIELDS_H

#include "catalog/Catalog.h"
#include "flow/Body.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/MapVector.h"

namespace leasehold {

using Sites = llvm::DenseSet<const clang::Stmt *>;
/// Canonical declarations.
using FunctionSet = llvm::DenseSet<const clang::FunctionDecl *>;

/// The field that an expression names, canonical; null: none.
const clang::FieldDecl *fieldOf(const clang::Expr *E);
/// The local variable, no parameter, that an expression names; null: none.
const clang::VarDecl *variableOf(const clang::Expr *E);
/// Is it null, zero, or nothing?
bool isClear(const clang::Expr *Init, clang::ASTContext &Ctx);

/// The functions of a unit that have bodies.
struct Unit {
  struct Function {
    const clang::FunctionDecl *fn;
    const Body *body;
  };
  std::vector<Function> all;
  /// In the order in which fields are first named.
  llvm::MapVector<const clang::FieldDecl *, std::vector<const Function *>> namedIn;

  /// `Given` must outlive this.
  explicit Unit(std::vector<Function> Given);
  Unit(const Unit &) = delete;
  /// These, and who calls them, through however many others.
  [[nodiscard]] FunctionSet callersOf(FunctionSet Of) const;
  /// Built once; null when clang cannot.
  const clang::CFG *graphOf(const Function &F) const;

private:
  mutable llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<clang::CFG>> Graphs;
};

/// Visits a body without those of its lambdas, which are functions of their own, and tells whether
/// each mention of one field was understood.
template <typename Derived> struct FieldVisitor : clang::RecursiveASTVisitor<Derived> {
  FieldVisitor(const clang::FieldDecl *Field, clang::ASTContext &Ctx) : field(Field), Ctx(Ctx) {}
  const clang::FieldDecl *field;
  clang::ASTContext &Ctx;
  llvm::DenseSet<const clang::Expr *> named, known;
  llvm::DenseSet<const clang::VarDecl *> aliases;

  bool TraverseLambdaExpr(clang::LambdaExpr *) { return true; }
  bool VisitMemberExpr(clang::MemberExpr *E) {
    if (fieldOf(E) == field)
      named.insert(E);
    return true;
  }
  bool VisitDeclRefExpr(clang::DeclRefExpr *E) {
    if (aliases.contains(variableOf(E)))
      named.insert(E);
    return true;
  }
  /// Is `E` the field, or a variable that got its value, in a place that is understood?
  bool is(const clang::Expr *E) {
    if (fieldOf(E) != field && !(E && aliases.contains(variableOf(E))))
      return false;
    known.insert(strip(E));
    return true;
  }
  [[nodiscard]] bool understood() const { return named.size() == known.size(); }
};

/// What a body does with the session in a field.
struct FieldUses : FieldVisitor<FieldUses> {
  FieldUses(Catalog &C, const clang::FieldDecl *Field) : FieldVisitor(Field, C.context()), C(C) {}
  Catalog &C;
  Sites opens, releases, empties;

  bool VisitVarDecl(clang::VarDecl *V);
  bool VisitBinaryOperator(clang::BinaryOperator *E);
  bool VisitUnaryOperator(clang::UnaryOperator *E);
  bool VisitImplicitCastExpr(clang::ImplicitCastExpr *E);
  bool VisitIfStmt(clang::IfStmt *S) { return is(S->getCond()), true; }
  bool VisitWhileStmt(clang::WhileStmt *S) { return is(S->getCond()), true; }
  bool VisitForStmt(clang::ForStmt *S) { return is(S->getCond()), true; }
  bool VisitConditionalOperator(clang::ConditionalOperator *E) { return is(E->getCond()), true; }
  bool VisitCXXDeleteExpr(clang::CXXDeleteExpr *E);
  bool VisitCallExpr(clang::CallExpr *E);
};

/// The session in one field, with what each function that names it does with it.
struct FieldSession {
  FieldSession(Catalog &C, const Unit &In, const clang::FieldDecl *Field);
  const clang::FieldDecl *field;
  std::vector<std::pair<const Unit::Function *, FieldUses>> uses;
  FunctionSet opening, releasing; ///< ... and those who call one that does
  bool understood = true;         ///< all that is done with it is
  [[nodiscard]] bool opens(const clang::FunctionDecl *F) const {
    return llvm::any_of(uses, [&](const auto &Each) {
      return Each.first->fn->getCanonicalDecl() == F->getCanonicalDecl() &&
             !Each.second.opens.empty();
    });
  }
};

/// What a condition is when the flag is set (positive) or clear; nothing when that does not say.
std::optional<bool> conditionFor(const clang::Expr *E, const clang::FieldDecl *Flag, bool Set,
                                 clang::ASTContext &Ctx, unsigned Depth = 0);

/// Ways through a body, on which a flag is set, or clear, as long as nothing changes it.
struct Ways {
  const clang::CFG &graph;
  clang::ASTContext &Ctx;
  Sites targets, stops;
  const FunctionSet *targetCalls = nullptr, *stopCalls = nullptr;
  const clang::FieldDecl *flag = nullptr; ///< null: none
  const FunctionSet *changing = nullptr;  ///< that may change it
  bool toEnd = false;                     ///< the function's end is a target, too
  const clang::FieldDecl *open = nullptr; ///< this field is not null

  /// To a target where the flag is so, or may be, from the entry where it is.
  [[nodiscard]] bool exist(bool Set) const { return exist(&graph.getEntry(), 0, Set, Set); }
  /// From behind a statement, whatever the flag is.
  [[nodiscard]] bool existAfter(const clang::Stmt *S) const;
  /// From the beginning of a block.
  [[nodiscard]] bool existFrom(const clang::CFGBlock *B) const {
    return exist(B, 0, std::nullopt, std::nullopt);
  }

private:
  enum class Met : uint8_t { Nothing, Target, Stop };
  Met meets(const clang::Stmt *S) const;
  void change(const clang::Stmt *S, std::optional<bool> &Set) const;
  /// `There`: what the flag is at the target, or may be.
  bool exist(const clang::CFGBlock *From, size_t Index, std::optional<bool> Set,
             std::optional<bool> There) const;
};

} // namespace leasehold

#endif // LEASEHOLD_FLOW_FIELDS_H
