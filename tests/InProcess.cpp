//===- InProcess.cpp - runs the analysis inside a test --------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "InProcess.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
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

class Consumer : public ASTConsumer {
public:
  Consumer(CompilerInstance &CI, const AnalysisOptions &Options, Analysed &Into)
      : CI(CI), Options(Options), Into(Into) {}
  bool shouldSkipFunctionBody(Decl *D) override {
    return CI.getSourceManager().isInSystemHeader(D->getLocation());
  }
  void HandleTranslationUnit(ASTContext &Context) override {
    if (!Context.getDiagnostics().hasErrorOccurred())
      analyseInto(Context, Options, Into);
  }

private:
  CompilerInstance &CI;
  const AnalysisOptions &Options;
  Analysed &Into;
};

class Action : public ASTFrontendAction {
public:
  Action(const AnalysisOptions &Options, Analysed &Into) : Options(Options), Into(Into) {}
  bool BeginInvocation(CompilerInstance &CI) override {
    CI.getFrontendOpts().SkipFunctionBodies = true;
    return true;
  }
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI,
                                                 llvm::StringRef /*File*/) override {
    return std::make_unique<Consumer>(CI, Options, Into);
  }

private:
  const AnalysisOptions &Options;
  Analysed &Into;
};

class Factory : public tooling::FrontendActionFactory {
public:
  Factory(const AnalysisOptions &Options, Analysed &Into) : Options(Options), Into(Into) {}
  std::unique_ptr<FrontendAction> create() override {
    return std::make_unique<Action>(Options, Into);
  }

private:
  const AnalysisOptions &Options;
  Analysed &Into;
};

const std::string ResourceDir = "-resource-dir=" LEASEHOLD_RESOURCE_DIR;

} // namespace

Analysed analyseFile(const std::string &Path, const std::vector<std::string> &Flags,
                     const AnalysisOptions &Options) {
  Analysed R;
  tooling::FixedCompilationDatabase Database(llvm::sys::path::parent_path(Path), Flags);
  tooling::ClangTool Tool(Database, {Path});
  Tool.appendArgumentsAdjuster(tooling::getInsertArgumentAdjuster(
      {ResourceDir, "-w"}, tooling::ArgumentInsertPosition::END));
  Errors Consumer(R.compileErrors);
  Tool.setDiagnosticConsumer(&Consumer);
  Factory Actions(Options, R);
  if (Tool.run(&Actions) != 0 && R.compileErrors.empty())
    R.compileErrors.push_back(Path + ": clang could not be run on it");
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
