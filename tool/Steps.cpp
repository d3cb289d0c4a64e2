//===- Steps.cpp - leasehold summarize, leasehold link --------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What `leasehold check -p BUILD` does in one go, as steps with plain files between them, for a
// build system to run, cache and distribute.
//
//===----------------------------------------------------------------------===//

#include "Commands.h"
#include "Program.h"
#include "Progress.h"
#include "program/Link.h"
#include "program/Store.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

namespace leasehold {
namespace {

/// As a rule of make. What make cannot say of a name (a line's end) is in no name.
bool writeDepfile(const std::string &Path, const std::string &Target,
                  const std::vector<std::string> &Inputs) {
  std::error_code Error;
  llvm::raw_fd_ostream OS(Path, Error);
  if (!Error) {
    auto Quoted = [&](llvm::StringRef Name) {
      for (char C : Name) {
        if (C == ' ' || C == '#' || C == '\\')
          OS << '\\';
        if (C == '$')
          OS << '$';
        OS << C;
      }
    };
    Quoted(Target);
    OS << ":";
    for (const std::string &Input : Inputs) {
      OS << " \\\n  ";
      Quoted(Input);
    }
    OS << "\n";
    OS.close();
    Error = OS.error();
    OS.clear_error();
  }
  if (Error)
    complain("cannot write " + Path + ": " + Error.message());
  return !Error;
}

} // namespace

int runSummarize(const SummarizeArguments &Arguments) {
  Program P;
  if (!open(Arguments.program, P))
    return ExitFailed;
  DriverOptions Options;
  if (!setUp(Options, P, Arguments.analysis, Arguments.step))
    return ExitFailed;
  Options.unitTo = Arguments.out;
  Options.threads = 1;
  DriverResult Result = runProgram(*P.database, P.files, Options);
  bool Failed = complainOfFiles(Result) || P.flawed;
  if (!Result.storeProblem.empty()) {
    complain(Result.storeProblem);
    Failed = true;
  }
  if (!Arguments.depfile.empty() && !Failed)
    Failed = !writeDepfile(Arguments.depfile, Arguments.out, Result.inputs);
  // A summary of what could not be read is none.
  if (Failed)
    (void)llvm::sys::fs::remove(Arguments.out);
  return Failed ? ExitFailed : ExitClean;
}

int runLink(const LinkArguments &Arguments) {
  Link Program;
  std::string Version, First;
  unsigned Number = 0;
  bool Failed = false;
  for (const std::string &Path : Arguments.units) {
    const Sealed File = readSealed(Path, UnitKind, Version);
    std::string Problem = File.problem;
    if (Problem.empty() && Version.empty())
      Version = File.version.str();
    // Whether the sources are what they were is the build's to know.
    std::vector<Record> Analyses;
    if (Problem.empty())
      Analyses = loadUnit(Path, Version, nullptr, Problem);
    if (!Problem.empty()) {
      complain(Problem);
      Failed = true;
      continue;
    }
    if (!Analyses.empty())
      Program.set(Number++, Analyses.back());
  }
  // Half of a program says wrong things of the rest.
  if (Failed)
    return ExitFailed;
  Program.join();
  if (auto Problem = writeSealed(Arguments.out, ProgramKind, Version, Program.text())) {
    complain(*Problem);
    return ExitFailed;
  }
  return ExitClean;
}

} // namespace leasehold
