//===- Engine.cpp - what the engine says of functions ---------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine.h"
#include "program/Analysis.h"
#include "clang/Frontend/ASTUnit.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/ErrorHandling.h"
#include <algorithm>

using namespace clang;

namespace leasehold::oracle {
namespace {

const ModelSet &models() {
  static const ModelSet All = [] {
    ModelSet Result(ModelSet::shipped());
    for (const ModelError &E : Result.add(model(), "toy.json", 1))
      llvm::report_fatal_error(llvm::Twine(E.str()));
    return Result;
  }();
  return All;
}

std::string nameOf(size_t I) { return "function" + std::to_string(I); }

} // namespace

std::vector<Answer> ask(const std::vector<Function> &Functions) {
  std::string Code = prelude();
  auto Line = static_cast<unsigned>(std::count(Code.begin(), Code.end(), '\n')) + 1;
  std::vector<unsigned> Starts;
  for (const Function &F : Functions) {
    Starts.push_back(Line);
    Code += print(F, nameOf(Starts.size() - 1));
    Line += F.lines;
  }
  std::vector<Answer> Result(Functions.size());
  std::unique_ptr<ASTUnit> Unit = tooling::buildASTFromCodeWithArgs(
      Code, {"-std=c++20", "-w", "-fsyntax-only", "-nostdinc"}, "code.cpp");
  if (!Unit || Unit->getDiagnostics().hasErrorOccurred())
    llvm::report_fatal_error("what was made up does not compile");
  AnalysisOptions Options;
  Options.models = &models();
  AnalysisResult R = analyse(Unit->getASTContext(), Options);
  const SourceManager &SM = Unit->getSourceManager();
  for (const Finding &F : R.findings) {
    unsigned At = SM.getExpansionLineNumber(F.at);
    auto It = std::upper_bound(Starts.begin(), Starts.end(), At);
    if (It == Starts.begin())
      continue;
    auto I = static_cast<size_t>(It - Starts.begin() - 1);
    for (Wrong Kind : {Wrong::Leak, Wrong::Slow, Wrong::UseAfter, Wrong::Unfinished})
      if (F.check == std::string("leasehold-") + oracle::nameOf(Kind)) {
        Result[I].wrong.insert({Kind, At - Starts[I]});
        if (Kind == Wrong::Slow)
          Result[I].said[At - Starts[I]] = F.message;
      }
  }
  for (const std::string &Name : R.skipped)
    for (size_t I = 0; I < Functions.size(); ++I)
      if (Name == nameOf(I))
        Result[I].skipped = true;
  return Result;
}

} // namespace leasehold::oracle
