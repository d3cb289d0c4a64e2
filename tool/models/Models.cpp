//===- Models.cpp - leasehold models --------------------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "models/Models.h"
#include "Progress.h"
#include "output/Report.h"
#include "program/Driver.h"
#include "llvm/Support/raw_ostream.h"

namespace leasehold {

bool ofProgram(const ProgramArguments &Arguments) {
  return !Arguments.build.empty() || !Arguments.files.empty() || Arguments.flags;
}

/// What is known, and what was recognised.
static int listModels(const ProgramArguments &Arguments) {
  Program P;
  const bool OfProgram = ofProgram(Arguments);
  if (!OfProgram)
    readModels(Arguments, P);
  else if (!open(Arguments, P))
    return ExitFailed;

  llvm::raw_ostream &OS = llvm::outs();
  OS << "Libraries with models:\n";
  for (const std::string &Library : P.models->libraries())
    OS << "  " << Library << "\n";
  if (!OfProgram) {
    OS << "\nGive files or a build directory (-p) to see what is recognised in a program.\n";
    return P.flawed ? ExitFailed : ExitClean;
  }

  DriverOptions Options;
  Options.analysis.models = P.models;
  Options.resourceDir = P.resourceDir;
  Options.threads = Arguments.jobs;
  Options.maxRounds = 1;
  DriverResult Result = runProgram(*P.database, P.files, Options, progressOnTerminal());
  OS << "\nRecognised by shape:\n";
  for (const Shape &S : Result.shapes) {
    OS << "  " << S.what << " " << S.name;
    if (S.at.line)
      OS << " (" << shownPath(S.at.file) << ":" << S.at.line << ")";
    OS << ": " << S.reason << "\n";
  }
  if (Result.shapes.empty())
    OS << "  nothing\n";
  OS.flush();
  bool Failed = P.flawed || complainOfFiles(Result);
  for (const ModelError &E : Result.unusedModels) {
    complain("model " + E.str());
    Failed = true;
  }
  return Failed ? ExitFailed : ExitClean;
}

int runModels(const ModelsArguments &Arguments) {
  switch (Arguments.what) {
  case ModelsArguments::List:
    break;
  case ModelsArguments::Validate:
    return validateModels(Arguments.program);
  case ModelsArguments::Explain:
    return explainName(Arguments);
  case ModelsArguments::Suggest:
    return suggestModels(Arguments);
  }
  return listModels(Arguments.program);
}

} // namespace leasehold
