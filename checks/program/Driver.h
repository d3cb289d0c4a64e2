//===- Driver.h - analyses the files of a program ---------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Several translation units at a time. What one learns about its functions the others use:
// units that wanted to know are analysed once more, until nothing changes.
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_PROGRAM_DRIVER_H
#define LEASEHOLD_PROGRAM_DRIVER_H

#include "program/Record.h"
#include "clang/Tooling/CompilationDatabase.h"
#include <functional>
#include <string>
#include <vector>

namespace leasehold {

struct DriverOptions {
  /// Facts are filled in by the driver.
  AnalysisOptions analysis;
  /// The checks whose findings are wanted, as globs.
  std::string checks = "*";
  std::string resourceDir;
  unsigned threads = 0;   ///< 0: as many as there are cores
  unsigned maxRounds = 8; ///< of analysing units again with the others' facts
  /// `.leasehold/`, where facts are kept between runs and for other tools; empty: nowhere.
  std::string factsDirectory;
  /// The files are all of the program: what is linked is what the module reads, and units that
  /// are none of these are forgotten. Otherwise the linked program is what they are checked with.
  bool wholeProgram = true;
  /// Facts of a linked program that is none of `factsDirectory`'s; null: none.
  std::shared_ptr<const FactSource> facts;
  /// For the steps of a build, one file at a time: what an earlier step left of it, which is
  /// taken when what it was told is still so; and where to write what this run leaves.
  std::string unitFrom, unitTo;
  bool wantInputs = false; ///< say what was read
};

struct DriverResult {
  std::vector<FileResult> files; ///< in the order asked for
  /// Of all files: by file and place, what several units report in a header once.
  std::vector<Diagnostic> diagnostics;
  std::vector<Shape> shapes;
  /// Entries of the user's models that name nothing in the analysed files.
  std::vector<ModelError> unusedModels;
  unsigned rounds = 0;
  std::string storeProblem;        ///< why facts could not be kept; empty: they were
  std::vector<std::string> inputs; ///< where asked for: all that was read, absolute, in order

  [[nodiscard]] unsigned failed() const;
  /// Files of which not all was known already.
  [[nodiscard]] unsigned analysed() const;
  /// Of these, parsed with headers in common with others.
  [[nodiscard]] unsigned shared() const;
  [[nodiscard]] unsigned functions() const;
  [[nodiscard]] unsigned overBudget() const;
};

/// What is being done, for a progress display. Called from any thread, one call at a time.
/// `Of` counts what must be analysed, not what is known already.
using Progress =
    std::function<void(unsigned Round, unsigned Done, unsigned Of, const std::string &File)>;

DriverResult runProgram(const clang::tooling::CompilationDatabase &Database,
                        const std::vector<std::string> &Files, const DriverOptions &Options,
                        const Progress &OnFile = nullptr);

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_DRIVER_H
