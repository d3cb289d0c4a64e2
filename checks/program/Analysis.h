//===- Analysis.h - one translation unit, from AST to findings --*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_PROGRAM_ANALYSIS_H
#define LEASEHOLD_PROGRAM_ANALYSIS_H

#include "catalog/Catalog.h"
#include "flow/Walker.h"
#include "program/Facts.h"
#include "rules/Finding.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

namespace leasehold {

/// A call that runs whenever its function does, as the link sees it.
struct Call {
  std::string callee; ///< its USR
  Step at;
  bool inLoop = false;
  bool guarded = false; ///< inside a try block
  Passed passed;
};

struct AnalysisOptions {
  FlowOptions flow;
  /// The shipped models, or these with the user's on top. Must outlive the analysis.
  const ModelSet *models = &ModelSet::shipped();
  /// Facts of other translation units; null: none.
  const FactSource *facts = nullptr;
  /// Report findings of this level and above (Style includes all).
  Level level = Level::Risk;
  /// Also collect what this unit tells others, and what it wanted to know.
  bool exportFacts = false;
};

struct AnalysisResult {
  std::vector<Finding> findings; ///< in source order, one per check and place
  std::vector<Recognised> recognised;
  unsigned functions = 0;           ///< walked
  unsigned overBudget = 0;          ///< skipped because the budget was exceeded
  std::vector<std::string> skipped; ///< their names
  Facts facts;                      ///< with exportFacts
  llvm::StringMap<Interest> wanted; ///< USRs: called without a body here, variables
  /// By the USR of a function that no lease concerns: what it calls.
  llvm::StringMap<std::vector<Call>> calls;
};

/// Analyses a parsed translation unit. Thread safe for different contexts.
AnalysisResult analyse(clang::ASTContext &Context, const AnalysisOptions &Options);

/// Analyses, too, and hands over all that is known then: from models, annotations, shapes, and the
/// bodies of this unit.
void withCatalog(clang::ASTContext &Context, const AnalysisOptions &Options,
                 llvm::function_ref<void(Catalog &)> Use);

/// The flow states of the functions with this name (qualified or last part), as text, or as
/// a DOT digraph. Empty when there is no such function with a body.
std::string dumpFlow(clang::ASTContext &Context, const AnalysisOptions &Options,
                     llvm::StringRef Function, bool Dot);

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_ANALYSIS_H
