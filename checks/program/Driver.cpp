//===- Driver.cpp - analyses the files of a program -----------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Driver.h"
#include "catalog/Globs.h"
#include "program/Frontend.h"
#include "program/Link.h"
#include "program/Occurrence.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/FileSystem.h"
#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <tuple>

using namespace clang;

namespace leasehold {
namespace {

/// A translation unit between rounds.
struct Unit {
  tooling::CompileCommand command;
  FileResult result;
  UnitFacts says;
  Occurrences occurrences;
  bool due = true;
};

/// The functions that did not parse. What happens in them is not known, so nothing is said.
class Broken : public RecursiveASTVisitor<Broken> {
public:
  std::vector<SourceRange> ranges;

  bool VisitFunctionDecl(FunctionDecl *F) {
    if (F->doesThisDeclarationHaveABody() && (F->isInvalidDecl() || containsErrors(F->getBody())))
      ranges.push_back(F->getSourceRange());
    return true;
  }

private:
  static bool containsErrors(const Stmt *S) {
    if (!S)
      return false;
    if (const auto *E = dyn_cast<Expr>(S))
      return E->containsErrors();
    if (const auto *D = dyn_cast<DeclStmt>(S))
      for (const Decl *Each : D->decls())
        if (Each->isInvalidDecl())
          return true;
    return llvm::any_of(S->children(), containsErrors);
  }
};

void dropUncertain(std::vector<Finding> &Findings, ASTContext &Context) {
  if (Findings.empty() || !Context.getDiagnostics().hasErrorOccurred())
    return;
  Broken Functions;
  Functions.TraverseDecl(Context.getTranslationUnitDecl());
  const SourceManager &SM = Context.getSourceManager();
  llvm::erase_if(Findings, [&](const Finding &F) {
    return llvm::any_of(Functions.ranges, [&](SourceRange R) {
      return SM.isPointWithin(F.at, SM.getExpansionLoc(R.getBegin()),
                              SM.getExpansionLoc(R.getEnd()));
    });
  });
}

void analyseUnit(Unit &U, const DriverOptions &Options, const AnalysisOptions &Analysis,
                 bool LookForModels) {
  Globs Wanted(Options.checks);
  // What a crash leaves half done must not be used.
  FileResult Result;
  UnitFacts Says;
  Occurrences NewOccurrences;
  ParseResult Parsed = parseUnitSafely(U.command, Options.resourceDir, [&](ASTContext &Context) {
    AnalysisResult Found = analyse(Context, Analysis);
    const SourceManager &SM = Context.getSourceManager();
    dropUncertain(Found.findings, Context);
    for (const Finding &F : Found.findings)
      if (Wanted.contains(F.check) && !isSuppressed(F, SM))
        Result.diagnostics.push_back(describe(F, SM));
    for (const Recognised &R : Found.recognised)
      Result.shapes.push_back({R.what, R.name, R.reason, locate(R.where, SM)});
    Result.functions = Found.functions;
    Result.overBudget = Found.overBudget;
    Result.skipped = std::move(Found.skipped);
    Says = {std::move(Found.facts), std::move(Found.wanted), std::move(Found.calls)};
    if (LookForModels)
      NewOccurrences.look(Context, *Analysis.models);
    Result.analysed = true;
  });
  Result.file = U.result.file;
  if (Parsed.failure)
    Result.failure = *Parsed.failure;
  U.result = std::move(Result);
  U.says = std::move(Says);
  U.occurrences.merge(NewOccurrences);
}

unsigned threadCount(const DriverOptions &Options, size_t Work) {
  unsigned Threads = Options.threads ? Options.threads : std::thread::hardware_concurrency();
  return std::max(1U, std::min<unsigned>(Threads, Work));
}

/// Calls `Do` for each of `Work` on several threads.
void inParallel(const std::vector<Unit *> &Work, unsigned Threads,
                const std::function<void(Unit &)> &Do) {
  std::atomic<size_t> Next{0};
  auto Loop = [&] {
    for (size_t I = Next++; I < Work.size(); I = Next++)
      Do(*Work[I]);
  };
  std::vector<std::thread> Helpers;
  for (unsigned I = 1; I < Threads; ++I)
    Helpers.emplace_back(Loop);
  Loop();
  for (std::thread &T : Helpers)
    T.join();
}

std::string reasonForNoCommand(const std::string &File) {
  if (!llvm::sys::fs::exists(File))
    return "no such file";
  if (llvm::sys::fs::is_directory(File))
    return "this is a directory; name its files, or give -p and no files to analyse all";
  return "not in the compile database; build it once more, or give its flags after --";
}

void collect(DriverResult &Result, std::vector<Unit> &Units) {
  auto Where = [](const Location &L) { return std::tie(L.file, L.line, L.column); };
  for (Unit &U : Units) {
    Result.diagnostics.insert(Result.diagnostics.end(), U.result.diagnostics.begin(),
                              U.result.diagnostics.end());
    Result.shapes.insert(Result.shapes.end(), U.result.shapes.begin(), U.result.shapes.end());
    Result.files.push_back(std::move(U.result));
  }
  llvm::sort(Result.diagnostics, [&](const Diagnostic &A, const Diagnostic &B) {
    return std::tuple(Where(A.at), std::tie(A.check, A.message)) <
           std::tuple(Where(B.at), std::tie(B.check, B.message));
  });
  auto Same = std::ranges::unique(Result.diagnostics, [&](const auto &A, const auto &B) {
    return Where(A.at) == Where(B.at) && A.check == B.check;
  });
  Result.diagnostics.erase(Same.begin(), Same.end());
  llvm::sort(Result.shapes, [&](const Shape &A, const Shape &B) {
    return std::tuple(Where(A.at), std::tie(A.what, A.name)) <
           std::tuple(Where(B.at), std::tie(B.what, B.name));
  });
  auto SameShape = std::ranges::unique(Result.shapes, [&](const Shape &A, const Shape &B) {
    return Where(A.at) == Where(B.at) && A.what == B.what && A.name == B.name;
  });
  Result.shapes.erase(SameShape.begin(), SameShape.end());
}

} // namespace

unsigned DriverResult::failed() const {
  return llvm::count_if(files, [](const FileResult &F) { return !F.failure.empty(); });
}

unsigned DriverResult::functions() const {
  unsigned N = 0;
  for (const FileResult &F : files)
    N += F.functions;
  return N;
}

unsigned DriverResult::overBudget() const {
  unsigned N = 0;
  for (const FileResult &F : files)
    N += F.overBudget;
  return N;
}

DriverResult runProgram(const tooling::CompilationDatabase &Database,
                        const std::vector<std::string> &Files, const DriverOptions &Options,
                        const Progress &OnFile) {
  std::vector<Unit> Units(Files.size());
  std::vector<Unit *> Due;
  for (size_t I = 0; I < Files.size(); ++I) {
    Unit &U = Units[I];
    U.result.file = Files[I];
    // A file that is compiled several times is analysed as it is compiled first.
    std::vector<tooling::CompileCommand> Commands = Database.getCompileCommands(Files[I]);
    if (Commands.empty() || !llvm::sys::fs::exists(Files[I]) ||
        llvm::sys::fs::is_directory(Files[I])) {
      U.result.failure = reasonForNoCommand(Files[I]);
      continue;
    }
    U.command = std::move(Commands.front());
    U.command.Filename = Files[I];
    Due.push_back(&U);
  }

  const ModelSet &Models = *Options.analysis.models;
  bool UserModels = llvm::any_of(Models.types(), [](const auto &T) { return T.trust > 0; }) ||
                    llvm::any_of(Models.functions(), [](const auto &F) { return F.trust > 0; });
  AnalysisOptions Analysis = Options.analysis;
  Analysis.facts = nullptr;
  Analysis.exportFacts = Due.size() > 1;
  Link Program;
  DriverResult Result;
  std::mutex Reporting;
  while (!Due.empty()) {
    ++Result.rounds;
    unsigned Done = 0;
    inParallel(Due, threadCount(Options, Due.size()), [&](Unit &U) {
      analyseUnit(U, Options, Analysis, UserModels && Result.rounds == 1);
      const std::scoped_lock Lock(Reporting);
      if (OnFile)
        OnFile(Result.rounds, ++Done, Due.size(), U.result.file);
    });
    Due.clear();
    if (!Analysis.exportFacts || Result.rounds == Options.maxRounds)
      break;
    std::vector<const UnitFacts *> All;
    All.reserve(Units.size());
    for (const Unit &U : Units)
      All.push_back(&U.says);
    Program.merge(All);
    Analysis.facts = &Program.facts();
    for (Unit &U : Units)
      if (Program.concerns(U.says))
        Due.push_back(&U);
  }

  if (UserModels) {
    Occurrences Seen;
    for (const Unit &U : Units)
      Seen.merge(U.occurrences);
    // Without a single file that parsed, nothing is known about names.
    if (llvm::any_of(Units, [](const Unit &U) { return U.result.analysed; }))
      Result.unusedModels = Seen.missing(Models);
  }
  collect(Result, Units);
  return Result;
}

} // namespace leasehold
