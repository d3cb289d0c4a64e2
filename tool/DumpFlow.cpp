//===- DumpFlow.cpp - leasehold dump-flow ---------------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Commands.h"
#include "Program.h"
#include "output/Report.h"
#include "program/Analysis.h"
#include "program/Frontend.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

namespace leasehold {

int runDumpFlow(const DumpArguments &Arguments) {
  Program P;
  if (!open(Arguments.program, P))
    return ExitFailed;
  const std::string &File = P.files.front();
  std::vector<clang::tooling::CompileCommand> Commands = P.database->getCompileCommands(File);
  if (!llvm::sys::fs::exists(File) || Commands.empty()) {
    complain(shownPath(File) +
             (Commands.empty() ? ": not in the compile database" : ": no such file"));
    return ExitFailed;
  }
  Commands.front().Filename = File;
  AnalysisOptions Options;
  Options.models = P.models;
  std::string Text;
  ParseResult Parsed =
      parseUnitSafely(Commands.front(), P.resourceDir, [&](clang::ASTContext &Context) {
        Text = dumpFlow(Context, Options, Arguments.function, Arguments.dot);
      });
  llvm::outs() << Text;
  llvm::outs().flush();
  bool Failed = P.flawed;
  if (Parsed.failure) {
    complain(shownPath(File) + ": " + *Parsed.failure);
    Failed = true;
  }
  if (Text.empty() && Parsed.parsed) {
    complain("there is no function '" + Arguments.function + "' with a body in " + shownPath(File));
    Failed = true;
  }
  return Failed ? ExitFailed : ExitClean;
}

} // namespace leasehold
