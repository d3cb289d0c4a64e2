//===- InProcess.cpp - runs the analysis inside a test --------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "InProcess.h"
#include "program/Frontend.h"
#include "program/Occurrence.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"
#include <gtest/gtest.h>

using namespace clang;

namespace leasehold::test {
namespace {

/// Collects errors; warnings are nobody's business here.
class Errors : public DiagnosticConsumer {
public:
  explicit Errors(std::vector<std::string> &Out) : Out(Out) {}
  void HandleDiagnostic(DiagnosticsEngine::Level Level, const Diagnostic &Info) override {
    DiagnosticConsumer::HandleDiagnostic(Level, Info);
    if (Level < DiagnosticsEngine::Error)
      return;
    llvm::SmallString<128> Message;
    Info.FormatDiagnostic(Message);
    std::string Where;
    if (Info.hasSourceManager() && Info.getLocation().isValid()) {
      PresumedLoc P = Info.getSourceManager().getPresumedLoc(Info.getLocation());
      Where = std::string(P.getFilename()) + ":" + std::to_string(P.getLine()) + ": ";
    }
    Out.push_back(Where + std::string(Message));
  }

private:
  std::vector<std::string> &Out;
};

Place placeOf(const SourceManager &SM, SourceLocation At, llvm::StringRef Check,
              const std::string &Message) {
  PresumedLoc P = SM.getPresumedLoc(SM.getExpansionLoc(At));
  Check.consume_front("leasehold-");
  if (P.isInvalid())
    return {"?", 0, Check.str(), Message};
  return {llvm::sys::path::filename(P.getFilename()).str(), P.getLine(), Check.str(), Message};
}

void analyseInto(ASTContext &Context, const AnalysisOptions &Options, Analysed &Into) {
  AnalysisResult R = analyse(Context, Options);
  const SourceManager &SM = Context.getSourceManager();
  for (const Finding &F : R.findings) {
    Into.findings.push_back(placeOf(SM, F.at, F.check, F.message));
    for (const Note &N : F.notes)
      Into.notes.push_back(placeOf(SM, N.at, "", N.message));
  }
  Into.recognised = std::move(R.recognised);
  Into.functions = R.functions;
  Into.overBudget = R.overBudget;
  Into.skipped = std::move(R.skipped);
  Into.facts = std::move(R.facts);
}

const std::string ResourceDir = "-resource-dir=" LEASEHOLD_RESOURCE_DIR;

} // namespace

Analysed analyseFile(const std::string &Path, const std::vector<std::string> &Flags,
                     const AnalysisOptions &Options) {
  Analysed R;
  tooling::FixedCompilationDatabase Database(llvm::sys::path::parent_path(Path), Flags);
  const std::optional<llvm::StringSet<>> Wanted = namesIn(*Options.models);
  ParseResult Parsed = parseUnit(
      Database.getCompileCommands(Path).front(), defaultResourceDir(),
      [&](ASTContext &Context) { analyseInto(Context, Options, R); }, nullptr,
      Wanted ? &*Wanted : nullptr);
  if (Parsed.failure)
    R.compileErrors.push_back(*Parsed.failure);
  R.detour = Parsed.detour;
  return R;
}

std::unique_ptr<ASTUnit> parse(llvm::StringRef Code, const std::vector<std::string> &Flags) {
  std::vector<std::string> Args{"-std=c++20", ResourceDir, "-w"};
  Args.insert(Args.end(), Flags.begin(), Flags.end());
  std::vector<std::string> Failures;
  Errors Consumer(Failures);
  std::unique_ptr<ASTUnit> Unit = tooling::buildASTFromCodeWithArgs(
      Code, Args, "code.cpp", "leasehold-test", std::make_shared<PCHContainerOperations>(),
      tooling::getClangStripDependencyFileAdjuster(), tooling::FileContentMappings(), &Consumer);
  if (!Unit)
    ADD_FAILURE() << "clang could not be run";
  for (const std::string &F : Failures)
    ADD_FAILURE() << F;
  return Unit;
}

Analysed analyseCode(llvm::StringRef Code, const AnalysisOptions &Options,
                     const std::vector<std::string> &Flags) {
  Analysed R;
  if (std::unique_ptr<ASTUnit> Unit = parse(Code, Flags))
    analyseInto(Unit->getASTContext(), Options, R);
  return R;
}

std::vector<std::string> brief(const Analysed &R) {
  std::vector<std::string> Result;
  for (const Place &P : R.findings)
    Result.push_back(P.file + ":" + std::to_string(P.line) + " " + P.check);
  return Result;
}

} // namespace leasehold::test
