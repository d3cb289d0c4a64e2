//===- Program.cpp - the program that a command line names ----------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Program.h"
#include "catalog/Globs.h"
#include "output/Report.h"
#include "program/Frontend.h"
#include "program/Store.h"
#include "program/WriteFile.h"
#include "clang/Tooling/JSONCompilationDatabase.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "llvm/Support/raw_ostream.h"

using namespace clang::tooling;

namespace leasehold {
namespace {

constexpr const char *DatabaseName = "compile_commands.json";
constexpr const char *HowToMakeOne =
    "make one with `cmake -DCMAKE_EXPORT_COMPILE_COMMANDS=ON` or `bear -- make` and name its "
    "directory with -p, or give the flags after --";

/// The database of the directory, or the file itself; empty when there is none.
std::string databaseIn(llvm::StringRef BuildOrFile) {
  if (llvm::sys::fs::is_regular_file(BuildOrFile))
    return BuildOrFile.str();
  llvm::SmallString<256> Path(BuildOrFile);
  llvm::sys::path::append(Path, DatabaseName);
  return llvm::sys::fs::exists(Path) ? Path.str().str() : std::string();
}

/// Looks in the directory of the first file (or the working one) and in those above, in each also
/// in `build`, where most people have it.
std::string findDatabase(const ProgramArguments &Arguments, std::string &LookedIn) {
  llvm::SmallString<256> Start(Arguments.files.empty() ? absolutePath(".")
                                                       : absolutePath(Arguments.files.front()));
  if (!Arguments.files.empty())
    llvm::sys::path::remove_filename(Start);
  LookedIn = Start.str().str();
  for (llvm::StringRef Directory = Start; !Directory.empty();
       Directory = llvm::sys::path::parent_path(Directory)) {
    llvm::SmallString<256> Build(Directory);
    llvm::sys::path::append(Build, "build");
    for (llvm::StringRef Place : {Directory, llvm::StringRef(Build)})
      if (std::string Found = databaseIn(Place); !Found.empty())
        return Found;
  }
  return {};
}

bool openDatabase(const ProgramArguments &Arguments, Program &P) {
  if (Arguments.flags) {
    if (!Arguments.build.empty())
      complain("-p " + Arguments.build + " is ignored, since flags are given after --");
    P.database = std::make_unique<FixedCompilationDatabase>(absolutePath("."), *Arguments.flags);
    return true;
  }
  std::string Path;
  if (Arguments.build.empty()) {
    std::string LookedIn;
    Path = findDatabase(Arguments, LookedIn);
    if (Path.empty()) {
      complain("no " + std::string(DatabaseName) + " in " + LookedIn +
               ", in the directories above it, or in a `build` of theirs; " + HowToMakeOne);
      return false;
    }
  } else {
    Path = databaseIn(Arguments.build);
    if (Path.empty()) {
      complain("no " + std::string(DatabaseName) + " in " + absolutePath(Arguments.build) +
               (llvm::sys::fs::exists(Arguments.build) ? "" : ", which does not exist") + "; " +
               HowToMakeOne);
      return false;
    }
  }
  std::string Error;
  std::unique_ptr<JSONCompilationDatabase> Json =
      JSONCompilationDatabase::loadFromFile(Path, Error, JSONCommandLineSyntax::AutoDetect);
  if (!Json) {
    complain("the compile database " + absolutePath(Path) +
             " is broken: " + llvm::StringRef(Error).trim().str() + "; " + HowToMakeOne);
    return false;
  }
  P.directory = llvm::sys::path::parent_path(absolutePath(Path)).str();
  P.database = inferTargetAndDriverMode(
      expandResponseFiles(std::move(Json), llvm::vfs::getRealFileSystem()));
  if (Arguments.files.empty() && P.database->getAllFiles().empty()) {
    complain("the compile database " + absolutePath(Path) + " names no files; " + HowToMakeOne);
    return false;
  }
  return true;
}

/// The files of the database, in its order. Assembler, CUDA and resource scripts may be among them.
std::vector<std::string> allFiles(const CompilationDatabase &Database) {
  std::vector<std::string> Files;
  llvm::StringSet<> Seen;
  for (const CompileCommand &C : Database.getAllCompileCommands()) {
    std::string Path = fileOf(C);
    if (isCOrCxx(Path) && Seen.insert(Path).second)
      Files.push_back(std::move(Path));
  }
  return Files;
}

} // namespace

bool isCOrCxx(llvm::StringRef File) {
  return llvm::is_contained({".c", ".cc", ".cp", ".cpp", ".cxx", ".c++", ".C", ".CPP", ".cppm",
                             ".ixx", ".cxxm", ".ccm", ".c++m"},
                            llvm::sys::path::extension(File));
}

std::string absolutePath(llvm::StringRef Path) {
  llvm::SmallString<256> Out(Path);
  // Without a current directory it stays as it is, and is not found.
  (void)llvm::sys::fs::make_absolute(Out);
  llvm::sys::path::remove_dots(Out, /*remove_dot_dot=*/true);
  return Out.str().str();
}

void complain(const std::string &Message) {
  llvm::errs() << "leasehold: error: " << Message << "\n";
}

bool writeOut(llvm::StringRef Text, const std::string &File) {
  if (File.empty() || File == "-") {
    llvm::outs() << Text;
    llvm::outs().flush();
    return true;
  }
  const std::optional<std::string> Problem = writeFile(File, {Text});
  if (Problem)
    complain(*Problem);
  return !Problem;
}

bool inColor(llvm::StringRef Option) {
  return Option == "always" || (Option == "auto" && llvm::outs().has_colors());
}

bool setUp(DriverOptions &Options, Program &P, const AnalysisArguments &Analysis,
           const StepArguments &Step) {
  Options.analysis.models = P.models;
  constexpr double MinSlowMs = 100;
  const std::optional<double> MinSlow = P.configs.minSlowMs();
  const std::optional<std::string> Repositories = P.configs.repositories();
  if (complainOf(P.configs))
    return false;
  Options.analysis.flow.minSlow =
      nanoseconds(Analysis.minSlowMs.value_or(MinSlow.value_or(MinSlowMs)));
  Options.analysis.flow.repositories =
      splitGlobs(Analysis.repositories.value_or(Repositories.value_or("")));
  Options.analysis.level =
      Analysis.level ? levelNamed(*Analysis.level).value_or(Level::Risk) : P.configs.lowestLevel();
  Options.resourceDir = P.resourceDir;
  if ((!Step.from.empty() || !Step.program.empty()) && P.files.size() != 1) {
    complain("--program and --from are for one file at a time; name it");
    return false;
  }
  Options.unitFrom = Step.from;
  if (Step.program.empty())
    return true;
  std::string Problem;
  Options.facts = ProgramFacts::open(Step.program, Problem);
  if (!Options.facts)
    complain(Problem);
  return Options.facts != nullptr;
}

static void addModels(Program &P, const std::vector<std::string> &Files) {
  if (Files.empty())
    return;
  if (!P.withUsers)
    P.withUsers = std::make_unique<ModelSet>(ModelSet::shipped());
  P.models = P.withUsers.get();
  for (const std::string &File : Files)
    for (const ModelError &E : P.withUsers->addFile(File)) {
      complain("model " + E.str());
      P.flawed = true;
    }
}

void readModels(const ProgramArguments &Arguments, Program &P) { addModels(P, Arguments.models); }

bool complainOf(Configs &Found) {
  for (const ModelError &E : Found.errors)
    complain(E.str());
  return !std::exchange(Found.errors, {}).empty();
}

bool open(const ProgramArguments &Arguments, Program &P) {
  P.resourceDir = Arguments.resourceDir.empty() ? defaultResourceDir() : Arguments.resourceDir;
  if (std::optional<std::string> Wrong = checkResourceDir(P.resourceDir)) {
    complain(*Wrong);
    return false;
  }
  readModels(Arguments, P);
  if (Arguments.flags && Arguments.files.empty()) {
    complain("flags are given after --, but no files before it");
    return false;
  }
  if (!openDatabase(Arguments, P))
    return false;
  llvm::StringSet<> Seen;
  for (const std::string &File : Arguments.files)
    if (Seen.insert(absolutePath(File)).second)
      P.files.push_back(absolutePath(File));
  if (Arguments.files.empty())
    P.files = allFiles(*P.database);
  P.configs.load(P.files);
  if (complainOf(P.configs))
    return false;
  addModels(P, P.configs.models());
  return true;
}

} // namespace leasehold
