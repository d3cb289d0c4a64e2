//===- Variables.h - numbers that nothing in a program changes --*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `static int verbose = 0;` that is never assigned to is 0, const or not; a variable that other
// units see is when none of them changes it.
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_PROGRAM_VARIABLES_H
#define LEASEHOLD_PROGRAM_VARIABLES_H

#include "program/Analysis.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"
#include <optional>
#include <string>

namespace leasehold {

class Variables {
public:
  /// To be called of every mention and of every cast in the unit.
  void mention(const clang::DeclRefExpr &E);
  void cast(const clang::ImplicitCastExpr &E);

  /// The number that only this unit can change, and does not.
  [[nodiscard]] std::optional<int64_t> ofUnit(const clang::VarDecl &V) const;
  /// Numbers in the variables that other units see; nothing of those that this unit changes,
  /// which contradicts the unit that defines them.
  void exportTo(Facts &Out, const clang::ASTContext &Ctx) const;
  /// The name in other units; empty for none.
  static std::string usrOf(const clang::VarDecl &V);
  /// Can such a variable hold a number that is worth knowing?
  static bool isNumber(const clang::VarDecl &V);

private:
  [[nodiscard]] bool changed(const clang::VarDecl &V) const;
  llvm::DenseMap<const clang::VarDecl *, int> Changes; ///< mentions that are no reads
};

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_VARIABLES_H
