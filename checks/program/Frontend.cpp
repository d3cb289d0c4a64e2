//===- Frontend.cpp - from a compile command to an AST --------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Frontend.h"
#include "program/SlicedParse.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/DiagnosticSema.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Basic/Version.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Lex/HeaderSearchOptions.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Tooling/ArgumentsAdjusters.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <ctime>

using namespace clang;

namespace leasehold {
namespace {

using Callback = llvm::function_ref<void(ASTContext &)>;

/// The driver does not complain of all flags that it does not know at once.
constexpr unsigned MostRounds = 6;

/// Keeps the first error that matters, and the flags that the driver did not know.
class Errors : public DiagnosticConsumer {
public:
  std::string first;
  std::vector<std::string> unknownFlags;
  bool fatal = false;
  bool strict = false;      ///< any error is one too many
  bool otherMacros = false; ///< one was changed that what was precompiled depends on

  [[nodiscard]] bool tooMany() const { return fatal || otherMacros || (strict && !first.empty()); }

  void HandleDiagnostic(DiagnosticsEngine::Level Level, const Diagnostic &Info) override {
    DiagnosticConsumer::HandleDiagnostic(Level, Info);
    // A warning that is an error by default, or by -Werror, leaves the AST whole.
    if (Level < DiagnosticsEngine::Error || !Info.getDiags()->hasUnrecoverableErrorOccurred())
      return;
    // Said at the end of a unit, of a function whose body was left out.
    if (strict && Info.getID() == diag::err_undefined_internal_type)
      return;
    fatal |= Level == DiagnosticsEngine::Fatal;
    llvm::SmallString<128> Text;
    Info.FormatDiagnostic(Text);
    if (Info.getLocation().isInvalid() || !Info.hasSourceManager())
      noteFlag(Text);
    if (!first.empty())
      return;
    if (Info.getLocation().isValid() && Info.hasSourceManager()) {
      PresumedLoc At = Info.getSourceManager().getPresumedLoc(Info.getLocation());
      if (At.isValid())
        first = (llvm::Twine(At.getFilename()) + ":" + llvm::Twine(At.getLine()) + ":" +
                 llvm::Twine(At.getColumn()) + ": ")
                    .str();
    }
    first += Text.str();
  }

private:
  /// unknown argument: '-mfancy'; unsupported option '-mfancy' for target...
  void noteFlag(llvm::StringRef Text) {
    auto [Before, Rest] = Text.split('\'');
    llvm::StringRef Flag = Rest.split('\'').first;
    if (Before.starts_with("unknown argument") || Before.starts_with("unsupported option") ||
        Before.starts_with("invalid value") || Before.starts_with("unsupported argument")) {
      // invalid value 'x' in '-ffoo=x': the flag is the second that is quoted.
      if (!Flag.starts_with("-"))
        Flag = Rest.split('\'').second.split('\'').second.split('\'').first;
      if (Flag.starts_with("-"))
        unknownFlags.push_back(Flag.str());
    }
  }
};

class Consumer : public ASTConsumer {
public:
  Consumer(CompilerInstance &CI, Callback Use, const Errors &Seen, bool &Parsed)
      : CI(CI), Use(Use), Seen(Seen), Parsed(Parsed) {}

  bool shouldSkipFunctionBody(Decl *D) override {
    return CI.getSourceManager().isInSystemHeader(D->getLocation());
  }

  void HandleTranslationUnit(ASTContext &Context) override {
    if (Seen.tooMany())
      return;
    Parsed = true;
    Use(Context);
  }

private:
  CompilerInstance &CI;
  Callback Use;
  const Errors &Seen;
  bool &Parsed;
};

/// Watches for macros of the unit's own that would have changed what was precompiled: those before
/// the last of its headers is included where it stands.
class MacroWatch : public PPCallbacks {
public:
  MacroWatch(const SourceManager &SM, const Precompiled &Given, Errors &Seen)
      : SM(SM), Given(Given), Seen(Seen) {}

  void InclusionDirective(SourceLocation /*Hash*/, const Token & /*Include*/, llvm::StringRef Name,
                          bool /*Angled*/, CharSourceRange /*Range*/, OptionalFileEntryRef /*File*/,
                          llvm::StringRef /*SearchPath*/, llvm::StringRef /*RelativePath*/,
                          const Module * /*Suggested*/, bool /*Imported*/,
                          SrcMgr::CharacteristicKind /*Kind*/) override {
    if (Given.headers.contains(Name))
      Met.insert(Name);
  }
  void MacroDefined(const Token &Name, const MacroDirective * /*D*/) override { look(Name); }
  void MacroUndefined(const Token &Name, const MacroDefinition & /*D*/,
                      const MacroDirective * /*U*/) override {
    look(Name);
  }

private:
  void look(const Token &Name) {
    if (Met.size() == Given.headers.size() || Seen.tooMany())
      return;
    const SourceLocation At = Name.getLocation();
    if (At.isValid() && SM.getFileID(At).isValid() && !SM.isInSystemHeader(At) &&
        !SM.isWrittenInBuiltinFile(At) && !SM.isWrittenInCommandLineFile(At) &&
        Given.conditions.contains(Name.getIdentifierInfo()->getName()))
      Seen.otherMacros = true;
  }

  const SourceManager &SM;
  const Precompiled &Given;
  Errors &Seen;
  llvm::StringSet<> Met;
};

class Action : public ASTFrontendAction {
public:
  Action(Callback Use, Errors &Seen, ParseResult &Result, const Precompiled *Given,
         const llvm::StringSet<> *Wanted)
      : Use(Use), Seen(Seen), Result(Result), Given(Given), Wanted(Wanted) {}

  bool BeginInvocation(CompilerInstance &CI) override {
    CI.getFrontendOpts().SkipFunctionBodies = true;
    CI.getDiagnosticOpts().ShowCarets = false; // no "2 errors generated."
    // The driver goes on after a flag that it does not know; we begin again without the flag.
    return Seen.unknownFlags.empty();
  }
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI,
                                                 llvm::StringRef /*File*/) override {
    if (Given)
      CI.getPreprocessor().addPPCallbacks(
          std::make_unique<MacroWatch>(CI.getSourceManager(), *Given, Seen));
    return std::make_unique<Consumer>(CI, Use, Seen, Result.parsed);
  }
  void ExecuteAction() override {
    CompilerInstance &CI = getCompilerInstance();
    Result.sliced = Wanted && !Given && canSlice(CI);
    if (!Result.sliced)
      return ASTFrontendAction::ExecuteAction();
    Seen.strict = true;
    parseSliced(CI, getTranslationUnitKind(), *Wanted, [&] { return Seen.tooMany(); });
  }

private:
  Callback Use;
  Errors &Seen;
  ParseResult &Result;
  const Precompiled *Given;
  const llvm::StringSet<> *Wanted;
};

/// Reads the driver's mind, and goes no further.
class SearchPathAction : public ASTFrontendAction {
public:
  explicit SearchPathAction(SearchPath &Out) : Out(Out) {}

  bool BeginInvocation(CompilerInstance &CI) override {
    // As clang orders them, and otherwise as they were given.
    for (const auto &[Quoted, System] : {std::pair(true, false), {false, false}, {false, true}})
      for (const HeaderSearchOptions::Entry &E : CI.getHeaderSearchOpts().UserEntries)
        if (const bool Q = E.Group == frontend::Quoted, S = !Q && E.Group != frontend::Angled;
            !E.IsFramework && Q == Quoted && S == System)
          Out.directories.push_back({E.Path, S, Q});
    return false;
  }
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance & /*CI*/,
                                                 llvm::StringRef /*File*/) override {
    return nullptr;
  }

private:
  SearchPath &Out;
};

/// Collects the names that conditions ask for.
class ConditionNames : public PPCallbacks {
public:
  ConditionNames(const CompilerInstance &CI, llvm::StringSet<> &Names) : CI(CI), Names(Names) {}

  void If(SourceLocation /*At*/, SourceRange Condition, ConditionValueKind /*V*/) override {
    look(Condition);
  }
  void Elif(SourceLocation /*At*/, SourceRange Condition, ConditionValueKind /*V*/,
            SourceLocation /*If*/) override {
    look(Condition);
  }
  void Ifdef(SourceLocation /*At*/, const Token &Name, const MacroDefinition & /*D*/) override {
    look(Name);
  }
  void Ifndef(SourceLocation /*At*/, const Token &Name, const MacroDefinition & /*D*/) override {
    look(Name);
  }
  void Elifdef(SourceLocation /*At*/, const Token &Name, const MacroDefinition & /*D*/) override {
    look(Name);
  }
  void Elifdef(SourceLocation /*At*/, SourceRange Condition, SourceLocation /*If*/) override {
    look(Condition);
  }
  void Elifndef(SourceLocation /*At*/, const Token &Name, const MacroDefinition & /*D*/) override {
    look(Name);
  }
  void Elifndef(SourceLocation /*At*/, SourceRange Condition, SourceLocation /*If*/) override {
    look(Condition);
  }

private:
  void look(const Token &Name) { Names.insert(Name.getIdentifierInfo()->getName()); }
  void look(SourceRange Condition) {
    llvm::StringRef Text = Lexer::getSourceText(CharSourceRange::getTokenRange(Condition),
                                                CI.getSourceManager(), CI.getLangOpts());
    while (!Text.empty()) {
      const llvm::StringRef Word =
          Text.take_while([](char C) { return llvm::isAlnum(C) || C == '_'; });
      if (!Word.empty())
        Names.insert(Word);
      Text = Text.drop_front(std::max<size_t>(Word.size(), 1));
    }
  }

  const CompilerInstance &CI;
  llvm::StringSet<> &Names;
};

class PrecompileAction : public GeneratePCHAction {
public:
  PrecompileAction(Precompiled &Out, llvm::function_ref<void(const SourceManager &)> Use,
                   const Errors &Seen)
      : Out(Out), Use(Use), Seen(Seen) {}

  bool BeginInvocation(CompilerInstance &CI) override {
    CI.getFrontendOpts().SkipFunctionBodies = true;
    CI.getFrontendOpts().OutputFile = Out.file;
    CI.getDiagnosticOpts().ShowCarets = false;
    return Seen.unknownFlags.empty();
  }
  bool BeginSourceFileAction(CompilerInstance &CI) override {
    CI.getPreprocessor().addPPCallbacks(std::make_unique<ConditionNames>(CI, Out.conditions));
    return GeneratePCHAction::BeginSourceFileAction(CI);
  }
  void EndSourceFileAction() override {
    Use(getCompilerInstance().getSourceManager());
    GeneratePCHAction::EndSourceFileAction();
  }

private:
  Precompiled &Out;
  llvm::function_ref<void(const SourceManager &)> Use;
  const Errors &Seen;
};

class ActionFactory : public tooling::FrontendActionFactory {
public:
  explicit ActionFactory(std::function<std::unique_ptr<FrontendAction>()> Make)
      : Make(std::move(Make)) {}
  std::unique_ptr<FrontendAction> create() override { return Make(); }

private:
  std::function<std::unique_ptr<FrontendAction>()> Make;
};

/// One command, whatever file is asked for.
class OneCommand : public tooling::CompilationDatabase {
public:
  explicit OneCommand(tooling::CompileCommand Command) : Command(std::move(Command)) {}
  std::vector<tooling::CompileCommand>
  getCompileCommands(llvm::StringRef /*FilePath*/) const override {
    return {Command};
  }

private:
  tooling::CompileCommand Command;
};

/// A precompiled header of another compiler cannot be read; the header that it was made from is
/// included by the same command.
tooling::CommandLineArguments withoutPrecompiled(const tooling::CommandLineArguments &Args,
                                                 llvm::StringRef /*File*/) {
  tooling::CommandLineArguments Out;
  for (size_t I = 0; I < Args.size(); ++I) {
    if (Args[I] == "-include-pch") {
      ++I;
      continue;
    }
    if (Args[I] == "-Xclang" && I + 3 < Args.size() && Args[I + 1] == "-include-pch") {
      I += 3;
      continue;
    }
    Out.push_back(Args[I]);
  }
  return Out;
}

/// Runs the action of `Factory` on what `Command` compiles, with `Extra` behind the compiler's
/// name.
int runTool(const tooling::CompileCommand &Command, const std::string &File,
            llvm::StringRef ResourceDir, const std::vector<std::string> &Dropped,
            const std::vector<std::string> &Extra, Errors &Seen, ActionFactory &Factory) {
  if (!llvm::sys::fs::is_directory(Command.Directory)) // or ClangTool would end the program
    return 1;
  OneCommand Database(Command);
  // A file system of its own: the working directory belongs to the command.
  tooling::ClangTool Tool(Database, {File}, std::make_shared<PCHContainerOperations>(),
                          llvm::vfs::createPhysicalFileSystem());
  Tool.setPrintErrorMessage(false);
  Tool.appendArgumentsAdjuster(tooling::getStripPluginsAdjuster());
  Tool.appendArgumentsAdjuster(withoutPrecompiled);
  Tool.appendArgumentsAdjuster(
      [&](const tooling::CommandLineArguments &Args, llvm::StringRef /*File*/) {
        tooling::CommandLineArguments Out;
        for (const std::string &A : Args)
          if (!llvm::is_contained(Dropped, A))
            Out.push_back(A);
        return Out;
      });
  std::vector<std::string> Ours{"-w", "-Wno-unknown-warning-option", "-Qunused-arguments",
                                "-resource-dir=" + ResourceDir.str()};
  llvm::append_range(Ours, Extra);
  Tool.appendArgumentsAdjuster(
      tooling::getInsertArgumentAdjuster(Ours, tooling::ArgumentInsertPosition::BEGIN));
  Tool.setDiagnosticConsumer(&Seen);
  return Tool.run(&Factory);
}

} // namespace

std::string absolutePath(llvm::StringRef Path, llvm::StringRef Directory) {
  llvm::SmallString<256> Out(Path);
  if (!llvm::sys::path::is_absolute(Path)) {
    Out = Directory;
    llvm::sys::path::append(Out, Path);
  }
  return Out.str().str();
}

std::string fileOf(const tooling::CompileCommand &Command) {
  llvm::SmallString<256> Path(absolutePath(Command.Filename, Command.Directory));
  llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
  return Path.str().str();
}

std::string ownExecutable() {
  static int Here;
  return llvm::sys::fs::getMainExecutable(nullptr, &Here);
}

std::string defaultResourceDir() {
  if (std::optional<std::string> FromUser = llvm::sys::Process::GetEnv("LEASEHOLD_RESOURCE_DIR"))
    return *FromUser;
  // A tree that was moved, or unpacked somewhere, and brings them along.
  if (llvm::SmallString<256> Beside(ownExecutable()); !Beside.empty()) {
    llvm::sys::path::remove_filename(Beside);
    llvm::sys::path::append(Beside, "..", "lib", "clang", CLANG_VERSION_MAJOR_STRING);
    llvm::sys::path::remove_dots(Beside, /*remove_dot_dot=*/true);
    if (!checkResourceDir(Beside))
      return Beside.str().str();
  }
  return LEASEHOLD_RESOURCE_DIR;
}

std::optional<std::string> checkResourceDir(llvm::StringRef Directory) {
  llvm::SmallString<256> Header(Directory);
  llvm::sys::path::append(Header, "include", "stddef.h");
  if (llvm::sys::fs::exists(Header))
    return std::nullopt;
  return ("clang's own headers are not in " + Directory +
          "/include: install libclang-common-" CLANG_VERSION_MAJOR_STRING
          "-dev, or say where they are with --resource-dir or LEASEHOLD_RESOURCE_DIR "
          "(`clang -print-resource-dir` tells)")
      .str();
}

SearchPath searchPathOf(const tooling::CompileCommand &Command, llvm::StringRef ResourceDir) {
  SearchPath Out;
  Errors Seen;
  ActionFactory Factory([&] { return std::make_unique<SearchPathAction>(Out); });
  (void)runTool(Command, fileOf(Command), ResourceDir, {}, {}, Seen, Factory);
  for (SearchPath::Directory &D : Out.directories)
    D.path = absolutePath(D.path, Command.Directory);
  return Out;
}

bool precompile(const tooling::CompileCommand &Command, llvm::StringRef ResourceDir,
                Precompiled &Out, llvm::function_ref<void(const SourceManager &)> Use) {
  std::vector<std::string> Dropped;
  for (unsigned Round = 0; Round < MostRounds; ++Round) {
    Errors Seen;
    ActionFactory Factory([&] { return std::make_unique<PrecompileAction>(Out, Use, Seen); });
    const int Status = runTool(Command, fileOf(Command), ResourceDir, Dropped, {}, Seen, Factory);
    if (Seen.unknownFlags.empty())
      return Status == 0 && Seen.first.empty();
    Dropped.insert(Dropped.end(), Seen.unknownFlags.begin(), Seen.unknownFlags.end());
  }
  return false;
}

ParseResult parseUnit(const tooling::CompileCommand &Command, llvm::StringRef ResourceDir,
                      Callback Use, const Precompiled *Given, const llvm::StringSet<> *Wanted) {
  ParseResult Result;
  if (!llvm::sys::fs::is_directory(Command.Directory)) {
    Result.failure =
        "the directory of its command in the compile database does not exist: " + Command.Directory;
    return Result;
  }
  std::vector<std::string> Dropped;
  // Each round drops the flags that the driver complained of, what was precompiled, or the slicing.
  for (unsigned Round = 0; Round < MostRounds; ++Round) {
    Errors Seen;
    Seen.strict = Given;
    Result.sliced = false;
    std::vector<std::string> Extra;
    if (Given) // what was read for it is as it was: it was made a moment ago
      Extra = {"-Xclang", "-include-pch", "-Xclang", Given->file, "-Xclang", "-fno-validate-pch"};
    ActionFactory Factory(
        [&] { return std::make_unique<Action>(Use, Seen, Result, Given, Wanted); });
    int Status = runTool(Command, fileOf(Command), ResourceDir, Dropped, Extra, Seen, Factory);
    if (!Result.parsed && !Seen.unknownFlags.empty()) {
      Dropped.insert(Dropped.end(), Seen.unknownFlags.begin(), Seen.unknownFlags.end());
      continue;
    }
    if (!Result.parsed && Given) {
      // An error of the unit's own would be one of its slice, too.
      if (!Seen.otherMacros)
        Wanted = nullptr;
      Result.detour =
          "with headers in common: " +
          (Seen.otherMacros ? "the file defines a macro that they ask for" : Seen.first);
      Given = nullptr;
      continue;
    }
    if (!Result.parsed && Result.sliced) {
      Wanted = nullptr;
      Result.detour = "in part: " + Seen.first;
      continue;
    }
    if (!Seen.first.empty())
      Result.failure = (Result.parsed ? "does not compile, functions with errors were left out: "
                                      : "does not compile: ") +
                       Seen.first;
    else if (!Result.parsed)
      Result.failure = Status
                           ? "the command in the compile database does not compile a C or C++ file"
                           : "nothing was parsed";
    Result.precompiled = Given;
    return Result;
  }
  Result.failure = "flags that clang does not know: " + llvm::join(Dropped, " ");
  return Result;
}

bool runSafely(llvm::function_ref<void()> Do) {
  // Address space, not memory: deep expressions recurse deeply, and there is no recovery from a
  // stack that overflows.
  constexpr unsigned StackSize = 256U << 20;
  static const bool Enabled = (llvm::CrashRecoveryContext::Enable(), true);
  (void)Enabled;
  llvm::CrashRecoveryContext Context;
  return Context.RunSafelyOnThread(Do, StackSize);
}

ParseResult parseUnitSafely(const tooling::CompileCommand &Command, llvm::StringRef ResourceDir,
                            Callback Use, const Precompiled *Given,
                            const llvm::StringSet<> *Wanted) {
  // Not on the stack of the thread that may crash.
  auto Result = std::make_shared<ParseResult>();
  auto Parse = [&](const Precompiled *Given, const llvm::StringSet<> *Wanted) {
    return runSafely([&] {
      *Result = parseUnit(Command, ResourceDir, Use, Given, Wanted);
      timespec Spent{};
      if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &Spent) == 0) // the thread is new
        Result->seconds =
            static_cast<double>(Spent.tv_sec) + static_cast<double>(Spent.tv_nsec) / 1e9;
    });
  };
  const bool Shortened = Given || Wanted;
  if (Shortened && Parse(Given, Wanted))
    return *Result;
  if (!Parse(nullptr, nullptr)) {
    ParseResult Crashed;
    Crashed.failure = "the analysis crashed (this is a bug of Leasehold or of clang; please "
                      "report it with the file)";
    return Crashed;
  }
  Result->crashedBefore = Shortened;
  return *Result;
}

} // namespace leasehold
