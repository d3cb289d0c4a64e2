//===- Frontend.cpp - from a compile command to an AST --------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Frontend.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Basic/Version.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Tooling/ArgumentsAdjusters.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/VirtualFileSystem.h"

using namespace clang;

namespace leasehold {
namespace {

using Callback = llvm::function_ref<void(ASTContext &)>;

/// Keeps the first error that matters, and the flags that the driver did not know.
class Errors : public DiagnosticConsumer {
public:
  std::string first;
  std::vector<std::string> unknownFlags;
  bool fatal = false;

  void HandleDiagnostic(DiagnosticsEngine::Level Level, const Diagnostic &Info) override {
    DiagnosticConsumer::HandleDiagnostic(Level, Info);
    // A warning that is an error by default, or by -Werror, leaves the AST whole.
    if (Level < DiagnosticsEngine::Error || !Info.getDiags()->hasUnrecoverableErrorOccurred())
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
    if (Seen.fatal)
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

class Action : public ASTFrontendAction {
public:
  Action(Callback Use, const Errors &Seen, bool &Parsed) : Use(Use), Seen(Seen), Parsed(Parsed) {}

  bool BeginInvocation(CompilerInstance &CI) override {
    CI.getFrontendOpts().SkipFunctionBodies = true;
    CI.getDiagnosticOpts().ShowCarets = false; // no "2 errors generated."
    // The driver goes on after a flag that it does not know; we begin again without the flag.
    return Seen.unknownFlags.empty();
  }
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI,
                                                 llvm::StringRef /*File*/) override {
    return std::make_unique<Consumer>(CI, Use, Seen, Parsed);
  }

private:
  Callback Use;
  const Errors &Seen;
  bool &Parsed;
};

class ActionFactory : public tooling::FrontendActionFactory {
public:
  ActionFactory(Callback Use, const Errors &Seen, bool &Parsed)
      : Use(Use), Seen(Seen), Parsed(Parsed) {}
  std::unique_ptr<FrontendAction> create() override {
    return std::make_unique<Action>(Use, Seen, Parsed);
  }

private:
  Callback Use;
  const Errors &Seen;
  bool &Parsed;
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

} // namespace

std::string fileOf(const tooling::CompileCommand &Command) {
  llvm::SmallString<256> Path(Command.Filename);
  if (!llvm::sys::path::is_absolute(Path)) {
    Path = Command.Directory;
    llvm::sys::path::append(Path, Command.Filename);
  }
  llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
  return Path.str().str();
}

std::string defaultResourceDir() {
  if (std::optional<std::string> FromUser = llvm::sys::Process::GetEnv("LEASEHOLD_RESOURCE_DIR"))
    return *FromUser;
  return LEASEHOLD_RESOURCE_DIR;
}

std::optional<std::string> checkResourceDir(llvm::StringRef Directory) {
  llvm::SmallString<256> Header(Directory);
  llvm::sys::path::append(Header, "include", "stddef.h");
  if (llvm::sys::fs::exists(Header))
    return std::nullopt;
  return ("clang's own headers are not in " + Directory +
          "/include: install clang " CLANG_VERSION_MAJOR_STRING
          ", or say where they are with --resource-dir or LEASEHOLD_RESOURCE_DIR "
          "(`clang -print-resource-dir` tells)")
      .str();
}

ParseResult parseUnit(const tooling::CompileCommand &Command, llvm::StringRef ResourceDir,
                      Callback Use) {
  ParseResult Result;
  std::vector<std::string> Dropped;
  // Each round drops the flags that the driver complained of.
  for (unsigned Round = 0; Round < 4; ++Round) {
    OneCommand Database(Command);
    // A file system of its own: the working directory belongs to the command.
    tooling::ClangTool Tool(Database, {fileOf(Command)}, std::make_shared<PCHContainerOperations>(),
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
    Tool.appendArgumentsAdjuster(tooling::getInsertArgumentAdjuster(
        {"-w", "-Wno-unknown-warning-option", "-Qunused-arguments",
         "-resource-dir=" + ResourceDir.str()},
        tooling::ArgumentInsertPosition::BEGIN));
    Errors Seen;
    Tool.setDiagnosticConsumer(&Seen);
    ActionFactory Factory(Use, Seen, Result.parsed);
    int Status = Tool.run(&Factory);
    if (!Result.parsed && !Seen.unknownFlags.empty()) {
      Dropped.insert(Dropped.end(), Seen.unknownFlags.begin(), Seen.unknownFlags.end());
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
    return Result;
  }
  Result.failure = "flags that clang does not know: " + llvm::join(Dropped, " ");
  return Result;
}

ParseResult parseUnitSafely(const tooling::CompileCommand &Command, llvm::StringRef ResourceDir,
                            Callback Use) {
  // Address space, not memory: deep expressions recurse deeply, and there is no recovery from a
  // stack that overflows.
  constexpr unsigned StackSize = 256U << 20;
  static const bool Enabled = (llvm::CrashRecoveryContext::Enable(), true);
  (void)Enabled;
  // Not on the stack of the thread that may crash.
  auto Result = std::make_shared<ParseResult>();
  llvm::CrashRecoveryContext Context;
  if (!Context.RunSafelyOnThread([&] { *Result = parseUnit(Command, ResourceDir, Use); },
                                 StackSize)) {
    ParseResult Crashed;
    Crashed.failure = "the analysis crashed (this is a bug of Leasehold or of clang; please "
                      "report it with the file)";
    return Crashed;
  }
  return *Result;
}

} // namespace leasehold
