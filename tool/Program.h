//===- Program.h - the program that a command line names --------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TOOL_PROGRAM_H
#define LEASEHOLD_TOOL_PROGRAM_H

#include "Commands.h"
#include "Config.h"
#include "catalog/Model.h"
#include "program/Driver.h"
#include "clang/Tooling/CompilationDatabase.h"
#include <memory>

namespace leasehold {

/// Says on stderr what is wrong.
void complain(const std::string &Message);

/// For messages: "the checks are ...".
std::string theChecks();

/// To this file, whole or not at all, or to standard output when it is empty or `-`. False when
/// that failed; it has been said then.
bool writeOut(llvm::StringRef Text, const std::string &File);

/// Is the standard output to be in colour, by what --color says?
bool inColor(llvm::StringRef Option);

/// Is it a source file of C or C++, by its name?
bool isCOrCxx(llvm::StringRef File);

/// Without . and ..
std::string absolutePath(llvm::StringRef Path);

struct Program {
  std::unique_ptr<clang::tooling::CompilationDatabase> database;
  std::string directory;          ///< where the database is; empty: flags were given
  std::vector<std::string> files; ///< absolute
  const ModelSet *models = &ModelSet::shipped();
  std::unique_ptr<ModelSet> withUsers; ///< what `models` points to when the user has some
  std::string resourceDir;
  Configs configs;
  /// Something of the input is bad, and has been complained of; the rest can be analysed.
  bool flawed = false;
};

/// Finds the compile database and reads the models. False when nothing can be done; what is
/// wrong has been said then.
bool open(const ProgramArguments &Arguments, Program &P);

/// Says what is wrong in configurations, once. False when nothing is.
bool complainOf(Configs &Found);

/// What the arguments say of an analysis. False when they name what cannot be used; that has been
/// said then.
bool setUp(DriverOptions &Options, Program &P, const AnalysisArguments &Analysis,
           const StepArguments &Step);

/// Only the models that the arguments name.
void readModels(const ProgramArguments &Arguments, Program &P);

} // namespace leasehold

#endif // LEASEHOLD_TOOL_PROGRAM_H
