//===- Report.h - what was found, and the ways to write it ---- -*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TOOL_OUTPUT_REPORT_H
#define LEASEHOLD_TOOL_OUTPUT_REPORT_H

#include "program/Diagnostic.h"
#include "rules/Rule.h"
#include "llvm/Support/raw_ostream.h"
#include <optional>

namespace leasehold {

/// A file that could not be analysed, or not wholly.
struct FailedFile {
  std::string file; ///< absolute
  std::string reason;
};

/// A place that holds sessions for long at run time, of which nothing was found.
struct SlowPlace {
  std::string file, function; ///< as the compiler wrote them, and qualified
  unsigned line = 0;
  uint64_t leases = 0;
  double p99 = 0, total = 0; ///< milliseconds
  std::string known;         ///< why nothing was found, as far as it is known
};

/// What a hold profile said besides what it said of findings.
struct MeasuredReport {
  std::vector<SlowPlace> slow; ///< longest first
  /// The findings at places that are in no profile, by their numbers in the report: they did not
  /// run, or acquire elsewhere.
  std::vector<size_t> neverRan;
};

struct Report {
  std::string root;                  ///< the directory that paths are written from
  std::vector<Diagnostic> findings;  ///< in the order of their places
  std::vector<std::string> analysed; ///< wholly, absolute
  std::vector<FailedFile> failed;
  unsigned files = 0, functions = 0;      ///< looked at
  std::optional<MeasuredReport> measured; ///< where a hold profile was given
};

// One for each format. Paths are below the root, but for text, where they are below the working
// directory. Columns are in characters, but for text, where they are in bytes as a compiler's.

/// `file:line:column: warning: message [check]`, the line and a caret; notes likewise.
void writeText(llvm::raw_ostream &OS, const Report &R, bool Color);
/// As docs/schema/findings.schema.json says.
void writeJson(llvm::raw_ostream &OS, const Report &R);
/// SARIF 2.1.0, with what GitHub's code scanning asks for.
void writeSarif(llvm::raw_ostream &OS, const Report &R);
/// A code quality report for GitLab.
void writeGitlab(llvm::raw_ostream &OS, const Report &R);
/// Commands for the log of a GitHub action, which shows them as annotations.
void writeGithub(llvm::raw_ostream &OS, const Report &R);
/// One page that needs nothing else.
void writeHtml(llvm::raw_ostream &OS, const Report &R);

// What they share.

/// The directory of the Git repository that the working directory is in, or else that directory.
std::string defaultRoot();
/// A path as it is shown: relative when it lies below the working directory.
std::string shownPath(llvm::StringRef Absolute);
/// `bug`, `risk`, `style`.
const char *nameOf(Level L);
std::optional<Level> levelNamed(llvm::StringRef Name);
/// Null when there is no such check.
const Rule *ruleOf(llvm::StringRef Check);
/// The column in characters, from 1.
unsigned characterColumn(const Location &At);

/// A step of the path: a note, or the finding's own place.
struct PathStep {
  const Location *at;
  llvm::StringRef message;
  bool own = false; ///< it is the finding's own place
};
/// In the order in which it happens.
std::vector<PathStep> pathOf(const Diagnostic &D);

} // namespace leasehold

#endif // LEASEHOLD_TOOL_OUTPUT_REPORT_H
