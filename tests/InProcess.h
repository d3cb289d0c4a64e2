//===- InProcess.h - runs the analysis inside a test ------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TESTS_INPROCESS_H
#define LEASEHOLD_TESTS_INPROCESS_H

#include "InputSpec.h"
#include "program/Analysis.h"
#include "clang/Frontend/ASTUnit.h"

namespace leasehold::test {

/// What an analysis said, in words that outlive the AST.
struct Analysed {
  std::vector<std::string> compileErrors; ///< `file:line: message`
  std::vector<Place> findings, notes;
  std::vector<Recognised> recognised; ///< without their locations
  unsigned functions = 0, overBudget = 0;
  std::vector<std::string> skipped;
  Facts facts;
  std::string detour; ///< as in ParseResult
};

/// Analyses a file as `leasehold check` does: of system headers only what it can reach.
Analysed analyseFile(const std::string &Path, const std::vector<std::string> &Flags,
                     const AnalysisOptions &Options);

/// Parses code, with `Flags` besides -std=c++20; the test fails if it does not compile.
std::unique_ptr<clang::ASTUnit> parse(llvm::StringRef Code,
                                      const std::vector<std::string> &Flags = {});

/// Analyses code; the file is called `code.cpp`.
Analysed analyseCode(llvm::StringRef Code, const AnalysisOptions &Options = {},
                     const std::vector<std::string> &Flags = {});

/// `file:line check` of each finding, in order, for EXPECT_EQ.
std::vector<std::string> brief(const Analysed &R);

} // namespace leasehold::test

#endif // LEASEHOLD_TESTS_INPROCESS_H
