//===- Driver.cpp - analyses the files of a program -----------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Driver.h"
#include "catalog/Globs.h"
#include "program/Link.h"
#include "program/Parallel.h"
#include "program/Preludes.h"
#include "program/Store.h"
#include "program/Waves.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include <algorithm>
#include <mutex>
#include <thread>
#include <tuple>
#include <utility>

using namespace clang;

namespace leasehold {
namespace {

/// A translation unit between rounds.
struct Unit {
  unsigned number = 0;
  tooling::CompileCommand command;
  std::string name;            ///< in the store
  std::string failure;         ///< before anything was parsed
  std::deque<Record> analyses; ///< kept from earlier runs, and of this one
  const Record *now = nullptr; ///< what was found in the last round that it took part in
  Effort effort;               ///< of this run
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

/// `Common`: headers parsed in advance; null: none.
Record analyseUnit(const Unit &U, const DriverOptions &Options, const AnalysisOptions &Analysis,
                   const Prelude *Common) {
  std::optional<llvm::StringSet<>> Wanted;
  // What was in vain once in this run would be so again.
  if (U.effort.parsed != Effort::Whole)
    Wanted = namesIn(*Analysis.models);
  if (U.effort.times > 0 && U.effort.parsed != Effort::Shared)
    Common = nullptr;
  Record Out; // what a crash leaves half done must not be used
  ParseResult Parsed = parseUnitSafely(
      U.command, Options.resourceDir,
      [&](ASTContext &Context) {
        Record R;
        AnalysisResult Found = analyse(Context, Analysis);
        const SourceManager &SM = Context.getSourceManager();
        dropUncertain(Found.findings, Context);
        for (const Finding &F : Found.findings) {
          const std::vector<size_t> Comments = silencing(F, SM);
          if (Comments.empty())
            R.result.diagnostics.push_back(describe(F, SM));
          for (size_t Offset : Comments)
            R.result.silencing.emplace_back(locate(F.at, SM).file, Offset);
        }
        for (const Recognised &Each : Found.recognised)
          R.result.shapes.push_back({Each.what, Each.name, Each.reason, locate(Each.where, SM)});
        R.result.functions = Found.functions;
        R.result.overBudget = Found.overBudget;
        R.result.skipped = std::move(Found.skipped);
        R.result.analysed = true;
        fill(R, Found, Analysis.facts);
        R.occurrences.look(Context, *Analysis.models);
        R.inputs = inputsOf(SM);
        Out = std::move(R);
      },
      Common, Wanted ? &*Wanted : nullptr);
  if (Parsed.precompiled)
    Out.read(Common->inputs);
  Out.result.file = U.command.Filename;
  if (Parsed.failure)
    Out.result.failure = *Parsed.failure;
  Out.result.crashedBefore = Parsed.crashedBefore;
  Out.result.effort = {.parsed = Parsed.precompiled ? Effort::Shared
                                 : Parsed.sliced    ? Effort::Reachable
                                                    : Effort::Whole,
                       .detour = Parsed.detour,
                       .times = 1,
                       .seconds = Parsed.seconds};
  return Out;
}

unsigned threadCount(const DriverOptions &Options, size_t Work) {
  unsigned Threads = Options.threads ? Options.threads : std::thread::hardware_concurrency();
  return std::max(1U, std::min<unsigned>(Threads, Work));
}

std::string reasonForNoCommand(const std::string &File) {
  if (!llvm::sys::fs::exists(File))
    return "no such file";
  if (llvm::sys::fs::is_directory(File))
    return "this is a directory; name its files, or give -p and no files to analyse all";
  return "not in the compile database; build it once more, or give its flags after --";
}

/// A line of a file is no part of the facts: it is looked up where it is shown.
void fillSourceLines(std::vector<Diagnostic> &Diagnostics) {
  llvm::StringMap<std::vector<llvm::StringRef>> Lines;
  std::vector<std::unique_ptr<llvm::MemoryBuffer>> Files;
  auto Fill = [&](Location &L) {
    if (!L.sourceLine.empty() || L.line == 0)
      return;
    auto [It, New] = Lines.try_emplace(L.file);
    if (New)
      if (auto File = llvm::MemoryBuffer::getFile(L.file)) {
        for (llvm::StringRef Rest = (*File)->getBuffer(); !Rest.empty();) {
          auto [Line, After] = Rest.split('\n');
          It->second.push_back(Line.rtrim('\r'));
          Rest = After;
        }
        Files.push_back(std::move(*File));
      }
    if (L.line <= It->second.size())
      L.sourceLine = It->second[L.line - 1].str();
  };
  for (Diagnostic &D : Diagnostics) {
    Fill(D.at);
    for (DiagnosticNote &N : D.notes)
      Fill(N.at);
  }
}

void collect(DriverResult &Result, const std::vector<Unit> &Units, const Globs &Wanted) {
  auto Where = [](const Location &L) { return std::tie(L.file, L.line, L.column); };
  for (const Unit &U : Units) {
    FileResult File;
    if (U.now)
      File = U.now->result;
    File.file = U.command.Filename;
    File.effort = U.effort;
    if (!U.failure.empty())
      File.failure = U.failure;
    llvm::erase_if(File.diagnostics,
                   [&](const Diagnostic &D) { return !Wanted.contains(D.check); });
    llvm::append_range(Result.diagnostics, File.diagnostics);
    llvm::append_range(Result.shapes, File.shapes);
    Result.files.push_back(std::move(File));
  }
  llvm::sort(Result.diagnostics, [&](const Diagnostic &A, const Diagnostic &B) {
    return std::tuple(Where(A.at), std::tie(A.check, A.message)) <
           std::tuple(Where(B.at), std::tie(B.check, B.message));
  });
  auto Same = std::ranges::unique(Result.diagnostics, [&](const auto &A, const auto &B) {
    return Where(A.at) == Where(B.at) && A.check == B.check;
  });
  Result.diagnostics.erase(Same.begin(), Same.end());
  fillSourceLines(Result.diagnostics);
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

unsigned DriverResult::analysed() const {
  return llvm::count_if(files, [](const FileResult &F) { return F.effort.times > 0; });
}

unsigned DriverResult::shared() const {
  return llvm::count_if(files,
                        [](const FileResult &F) { return F.effort.parsed == Effort::Shared; });
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

namespace {

/// First what the units of this run say, then what was linked before.
class Layered : public FactSource {
public:
  Layered(const FactSource *First, const FactSource *Then) : First(First), Then(Then) {}
  [[nodiscard]] const FunctionFact *find(llvm::StringRef Usr) const override {
    const FunctionFact *F = First ? First->find(Usr) : nullptr;
    return F || !Then ? F : Then->find(Usr);
  }

private:
  const FactSource *First, *Then;
};

/// One run over the files of a program.
class Run {
public:
  Run(const tooling::CompilationDatabase &Database, const std::vector<std::string> &Files,
      const DriverOptions &Options, const Progress &OnFile);
  DriverResult run();

private:
  void take(unsigned Number, const tooling::CompilationDatabase &Database, const std::string &File);
  void load();
  void share(const std::vector<Unit *> &Among);
  void step(const FactSource *Told);
  [[nodiscard]] unsigned threads() const { return threadCount(Options, Due.size()); }
  bool recall(Unit &U, const FactSource *Told);
  void analyse(Unit &U, const FactSource *Told);

  const DriverOptions &Options;
  const Progress &OnFile;
  AnalysisOptions Analysis;
  std::vector<Unit> Units;
  std::vector<Unit *> Due;
  IncludeScanner Scanner;
  Preludes Shared;
  unsigned Done = 0, Left = 0; ///< of the round, for whoever waits
  std::optional<Store> Kept;
  std::shared_ptr<const FactSource> Linked; ///< before this run
  Link Program;
  std::mutex Mutex;
  DriverResult Result;
};

Run::Run(const tooling::CompilationDatabase &Database, const std::vector<std::string> &Files,
         const DriverOptions &Options, const Progress &OnFile)
    : Options(Options), OnFile(OnFile), Analysis(Options.analysis), Units(Files.size()),
      Linked(Options.facts) {
  for (unsigned I = 0; I < Files.size(); ++I)
    take(I, Database, Files[I]);
  if (!Options.factsDirectory.empty()) {
    Analysis.exportFacts = true;
    Kept.emplace(Options.factsDirectory, analysisVersion(Analysis, Options.resourceDir));
    std::string Problem; // that there is none yet is no problem
    if (!Linked && !Options.wholeProgram)
      Linked =
          ProgramFacts::open((Options.factsDirectory + "/" + Store::ProgramName).str(), Problem);
  }
  Analysis.exportFacts =
      Analysis.exportFacts || Due.size() > 1 || Linked || !Options.unitTo.empty();
}

void Run::take(unsigned Number, const tooling::CompilationDatabase &Database,
               const std::string &File) {
  Unit &U = Units[Number];
  U.number = Number;
  // A file that is compiled several times is analysed as it is compiled first.
  std::vector<tooling::CompileCommand> Commands = Database.getCompileCommands(File);
  if (Commands.empty() || !llvm::sys::fs::exists(File) || llvm::sys::fs::is_directory(File)) {
    U.command.Filename = File;
    U.failure = reasonForNoCommand(File);
    return;
  }
  U.command = std::move(Commands.front());
  U.command.Filename = File;
  U.name = Store::unitName(File, U.command.Directory, U.command.CommandLine);
  Due.push_back(&U);
}

/// What earlier runs left of each unit; and headers in common of those of which there is nothing.
void Run::load() {
  if (Kept)
    inParallel(Due.size(), threads(), [&](size_t I) {
      for (Record &R : Kept->load(Due[I]->name))
        Due[I]->analyses.push_back(std::move(R));
    });
  std::vector<Unit *> New;
  llvm::copy_if(Due, std::back_inserter(New), [](const Unit *U) { return U->analyses.empty(); });
  share(New);
}

void Run::share(const std::vector<Unit *> &Among) {
  std::vector<const tooling::CompileCommand *> Commands;
  for (const Unit *U : Among)
    Commands.push_back(&U->command);
  Shared.prepare(Commands, Options.resourceDir, threads(), Scanner);
}

/// Is it known already what would be found?
bool Run::recall(Unit &U, const FactSource *Told) {
  if (!Options.unitFrom.empty()) {
    std::string Problem; // whatever it is, the unit is analysed anew
    FileDigests Digests;
    for (Record &R : loadUnit(Options.unitFrom, analysisVersion(Analysis, Options.resourceDir),
                              &Digests, Problem))
      if (R.settledWith(Told)) {
        U.now = &U.analyses.emplace_back(std::move(R));
        return true;
      }
  }
  for (const Record &R : U.analyses)
    if (R.holdsWith(Told)) {
      U.now = &R;
      return true;
    }
  return false;
}

void Run::analyse(Unit &U, const FactSource *Told) {
  AnalysisOptions WithFacts = Analysis;
  WithFacts.facts = Told;
  Record R = analyseUnit(U, Options, WithFacts, Shared.of(U.command));
  R.result.effort.times += U.effort.times;
  R.result.effort.seconds += U.effort.seconds;
  if (!U.effort.detour.empty())
    R.result.effort.detour = U.effort.detour;
  U.effort = std::exchange(R.result.effort, {});
  // What does not compile may for reasons that are no part of what was read.
  const bool Keep = Kept && R.result.failure.empty();
  // Those of rounds long gone are not asked for any more.
  constexpr size_t Most = 8;
  if (U.analyses.size() >= Most)
    U.analyses.pop_front();
  U.now = &U.analyses.emplace_back(std::move(R));
  if (!Keep)
    return;
  std::vector<const Record *> All;
  for (const Record &Each : U.analyses)
    if (Each.result.failure.empty())
      All.push_back(&Each);
  Kept->save(U.name, All);
}

/// Analyses those of `Due` for which it is not known what would be found.
void Run::step(const FactSource *Told) {
  std::vector<Unit *> Unknown;
  inParallel(Due.size(), threads(), [&](size_t I) {
    if (recall(*Due[I], Told))
      return;
    const std::scoped_lock Lock(Mutex);
    Unknown.push_back(Due[I]);
  });
  // In the order that was asked for, whichever thread was first.
  llvm::sort(Unknown, [](const Unit *A, const Unit *B) { return A->number < B->number; });
  share(Unknown);
  Left -= Due.size() - Unknown.size();
  inParallel(Unknown.size(), threads(), [&](size_t I) {
    analyse(*Unknown[I], Told);
    const std::scoped_lock Lock(Mutex);
    if (OnFile)
      OnFile(Result.rounds, ++Done, Left, Unknown[I]->command.Filename);
  });
  if (!Analysis.exportFacts)
    return;
  // Not before: until here the program as it was linked last was asked.
  for (const Unit *U : Due)
    Program.set(U->number, *U->now);
  Program.join();
}

DriverResult Run::run() {
  const Layered Both(&Program, Linked.get());
  const FactSource *Told = Linked.get();
  load();
  std::vector<std::string> Files;
  for (const Unit *U : Due)
    Files.push_back(fileOf(U->command));
  std::vector<std::vector<Unit *>> Steps;
  for (const std::vector<unsigned> &Wave : inWaves(Files, Scanner)) {
    Steps.emplace_back();
    for (unsigned I : Wave)
      Steps.back().push_back(Due[I]);
  }
  while (!Steps.empty()) {
    ++Result.rounds;
    Done = 0;
    Left = 0;
    for (const std::vector<Unit *> &Each : Steps)
      Left += Each.size();
    for (std::vector<Unit *> &Each : Steps) {
      Due = std::move(Each);
      step(Told);
      if (Analysis.exportFacts)
        Told = &Both;
    }
    Steps.clear();
    Due.clear();
    if (!Analysis.exportFacts || Result.rounds == Options.maxRounds)
      break;
    for (Unit &U : Units)
      if (U.now && U.now->concernedBy(Both))
        Due.push_back(&U);
    if (!Due.empty())
      Steps.push_back(Due);
  }
  if (Kept && Options.wholeProgram) {
    Kept->saveProgram(Program.text());
    llvm::StringSet<> Names;
    for (const Unit &U : Units)
      Names.insert(U.name);
    Kept->keepOnly(Names);
  }
  if (Kept)
    Result.storeProblem = Kept->problem();
  if (const Unit &U = Units.front();
      !Options.unitTo.empty() && U.now && U.now->result.failure.empty()) {
    if (auto Problem =
            saveUnit(Options.unitTo, analysisVersion(Analysis, Options.resourceDir), {U.now}))
      Result.storeProblem = *Problem;
  }
  if (Options.wantInputs || !Options.unitTo.empty()) {
    for (const Unit &U : Units)
      if (U.now)
        for (const Record::Input &I : U.now->inputs)
          Result.inputs.push_back(I.file);
    llvm::sort(Result.inputs);
    Result.inputs.erase(llvm::unique(Result.inputs), Result.inputs.end());
  }

  const ModelSet &Models = *Options.analysis.models;
  if (llvm::any_of(Models.types(), [](const auto &T) { return T.trust > 0; }) ||
      llvm::any_of(Models.functions(), [](const auto &F) { return F.trust > 0; })) {
    Occurrences Seen;
    for (const Unit &U : Units)
      if (U.now)
        Seen.merge(U.now->occurrences);
    // Without a single file that parsed, nothing is known about names.
    if (llvm::any_of(Units, [](const Unit &U) { return U.now && U.now->result.analysed; }))
      Result.unusedModels = Seen.missing(Models);
  }
  collect(Result, Units, Globs(Options.checks));
  return std::move(Result);
}

} // namespace

DriverResult runProgram(const tooling::CompilationDatabase &Database,
                        const std::vector<std::string> &Files, const DriverOptions &Options,
                        const Progress &OnFile) {
  return Run(Database, Files, Options, OnFile).run();
}

} // namespace leasehold
