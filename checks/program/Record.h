//===- Record.h - what the analysis of one unit left ------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Compact, and free of pointers into the unit: what is linked, kept in `.leasehold/`, and
// written by `leasehold summarize`. Strings and effects are said once and named by number.
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_PROGRAM_RECORD_H
#define LEASEHOLD_PROGRAM_RECORD_H

#include "program/Analysis.h"
#include "program/Diagnostic.h"
#include "program/Occurrence.h"

namespace clang {
class SourceManager;
}

namespace leasehold {

/// Something recognised by its shape, with its place.
struct Shape {
  std::string what, name, reason;
  Location at;
};

/// How a file was analysed in this run; no part of the facts.
struct Effort {
  enum { None, Whole, Reachable, Shared } parsed = None; ///< at last, the slowest first
  std::string detour;                                    ///< as in ParseResult
  unsigned times = 0;
  double seconds = 0; ///< of processor time, all times
};

struct FileResult {
  std::string file;
  std::string failure; ///< why it could not be analysed, or not wholly; empty: it was
  bool analysed = false;
  std::vector<Diagnostic> diagnostics; ///< of all checks
  /// NOLINT comments that silenced something: file, offset.
  std::vector<std::pair<std::string, uint64_t>> silencing;
  std::vector<Shape> shapes;
  unsigned functions = 0;
  unsigned overBudget = 0;
  std::vector<std::string> skipped;
  bool crashedBefore = false; ///< and was analysed once more, as it stands
  Effort effort;
};

struct Record {
  /// A file that was read, absolute, and its digest then.
  struct Input {
    std::string file;
    uint64_t digest = 0;
  };
  struct Says {
    uint32_t function = 0, effects = 0;
  };
  struct Call {
    uint32_t caller = 0, callee = 0, file = 0, line = 0, column = 0, text = 0;
    bool inLoop = false, guarded = false;
    uint32_t passed = 0; ///< number of what it passes of pools; the first is nothing
  };
  /// What the unit wanted to know of a function, and what it was told.
  struct Want {
    uint32_t function = 0;
    Interest interest = Interest::Leases;
    Interest worth = Interest::Any;
    uint64_t full = 0, meaning = 0; ///< as in FunctionFact; 0: nothing was known
  };

  FileResult result;
  std::vector<Input> inputs;
  Occurrences occurrences;
  std::vector<std::string> strings; ///< USRs, files, texts
  std::vector<std::string> effects; ///< as encode() writes them, in full
  std::vector<std::string> passed;  ///< as encode() writes them
  std::vector<Says> says;           ///< by USR, each once
  std::vector<Call> calls;
  std::vector<Want> wants;

  /// These files were read, too.
  void read(const std::vector<Input> &Also);

  /// Would the same be found now? True when everything that it was told is told still.
  [[nodiscard]] bool holdsWith(const FactSource *Known) const;
  /// As above, but for what is not worth another look.
  [[nodiscard]] bool settledWith(const FactSource *Known) const;
  /// Is there something that this unit wanted to know and was not told, or not as it is now?
  [[nodiscard]] bool concernedBy(const FactSource &Known) const;
};

/// What was read, as it was read, in order.
std::vector<Record::Input> inputsOf(const clang::SourceManager &SM);

/// Compacts what the analysis says; `Told` are the facts that it was given, null: none.
void fill(Record &R, const AnalysisResult &Found, const FactSource *Told);

/// One line. The same record gives the same text in every run.
std::string toJson(const Record &R);
/// Nothing when the text is not a record.
std::optional<Record> recordFromJson(llvm::StringRef Text);

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_RECORD_H
