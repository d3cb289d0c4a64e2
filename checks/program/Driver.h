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

#include "program/Analysis.h"
#include "program/Diagnostic.h"
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
};

/// Something recognised by its shape, with its place.
struct Shape {
  std::string what, name, reason;
  Location at;
};

struct FileResult {
  std::string file;
  std::string failure; ///< why it could not be analysed, or not wholly; empty: it was
  bool analysed = false;
  std::vector<Diagnostic> diagnostics;
  std::vector<Shape> shapes;
  unsigned functions = 0;
  unsigned overBudget = 0;
  std::vector<std::string> skipped;
};

struct DriverResult {
  std::vector<FileResult> files; ///< in the order asked for
  /// Of all files: by file and place, what several units report in a header once.
  std::vector<Diagnostic> diagnostics;
  std::vector<Shape> shapes;
  /// Entries of the user's models that name nothing in the analysed files.
  std::vector<ModelError> unusedModels;
  unsigned rounds = 0;

  [[nodiscard]] unsigned failed() const;
  [[nodiscard]] unsigned functions() const;
  [[nodiscard]] unsigned overBudget() const;
};

/// What is being done, for a progress display. Called from any thread, one call at a time.
using Progress =
    std::function<void(unsigned Round, unsigned Done, unsigned Of, const std::string &File)>;

DriverResult runProgram(const clang::tooling::CompilationDatabase &Database,
                        const std::vector<std::string> &Files, const DriverOptions &Options,
                        const Progress &OnFile = nullptr);

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_DRIVER_H
