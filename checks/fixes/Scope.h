//===- Scope.h - where in a function's text an edit goes --------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_FIXES_SCOPE_H
#define LEASEHOLD_FIXES_SCOPE_H

#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/Diagnostic.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <optional>
#include <string>

namespace leasehold {

/// `V` by the declaration of its own, directly in a block.
struct Local {
  const clang::VarDecl *variable = nullptr;
  const clang::DeclStmt *declaration = nullptr;
  const clang::CompoundStmt *block = nullptr;
};

/// The text around the statements of one function, in files only: what a macro wrote is not edited.
class Scope {
public:
  Scope(const clang::FunctionDecl &F, clang::ASTContext &Context) : F(F), Context(Context) {}

  /// The local variable whose initializer contains an expression.
  [[nodiscard]] std::optional<Local> localOf(const clang::Stmt *Initializer) const;
  /// The statement of a block that contains a place; null: none, or a macro is involved.
  [[nodiscard]] const clang::Stmt *statementAt(const clang::CompoundStmt &Block,
                                               clang::SourceLocation At) const;
  /// The innermost block around a place that has it in a statement of its own.
  [[nodiscard]] const clang::CompoundStmt *innermostBlock(clang::SourceLocation At) const;
  /// Is the variable named anywhere in a statement?
  static bool mentions(const clang::Stmt *S, const clang::VarDecl *V);
  /// Is it named behind (or at) a place, in the order of the text?
  [[nodiscard]] bool mentionedFrom(clang::SourceLocation At, const clang::VarDecl *V) const;
  /// Is a place inside a statement?
  [[nodiscard]] bool contains(const clang::Stmt *S, clang::SourceLocation At) const;
  /// Calls for each part of a statement, itself first.
  static void forEach(const clang::Stmt *S, llvm::function_ref<void(const clang::Stmt *)> Call);

  /// As it stands in the file, without its semicolon.
  [[nodiscard]] std::string text(clang::SourceRange Range) const;
  /// The white space in front of the line that a statement begins on; nothing when there is more.
  [[nodiscard]] std::optional<std::string> indentOf(const clang::Stmt *S) const;

  /// A line before a statement, or behind it. None where a macro is involved.
  [[nodiscard]] std::optional<clang::FixItHint> lineBefore(const clang::Stmt *S,
                                                           const std::string &Text) const;
  [[nodiscard]] std::optional<clang::FixItHint> lineAfter(const clang::Stmt *S,
                                                          const std::string &Text) const;
  /// Takes a statement away, with its line when it is alone there.
  [[nodiscard]] std::optional<clang::FixItHint> remove(const clang::Stmt *S) const;

private:
  /// Behind the statement's semicolon or brace.
  [[nodiscard]] clang::SourceLocation endOf(const clang::Stmt *S) const;
  [[nodiscard]] const clang::SourceManager &sources() const;

  const clang::FunctionDecl &F;
  clang::ASTContext &Context;
};

} // namespace leasehold

#endif // LEASEHOLD_FIXES_SCOPE_H
