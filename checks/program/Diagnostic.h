//===- Diagnostic.h - a finding that outlives its AST -----------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_PROGRAM_DIAGNOSTIC_H
#define LEASEHOLD_PROGRAM_DIAGNOSTIC_H

#include "rules/Finding.h"
#include <optional>
#include <string>
#include <vector>

namespace clang {
class SourceManager;
}

namespace leasehold {

/// A place with what a reader wants to see of it.
struct Location {
  std::string file;       ///< absolute, without . and ..
  unsigned line = 0;      ///< from 1; 0: no place
  unsigned column = 0;    ///< in bytes, from 1
  unsigned offset = 0;    ///< in bytes, from the beginning of the file
  std::string sourceLine; ///< without its end
};

struct DiagnosticNote {
  Location at;
  std::string message;
};

/// Bytes of a file that become others.
struct Edit {
  std::string file; ///< absolute, without . and ..
  unsigned offset = 0, length = 0;
  std::string text;
};

/// See Fix in rules/Finding.h.
struct DiagnosticFix {
  std::string title;
  bool safe = false;
  std::vector<Edit> edits;
};

/// What a program on our pool measured at the place where a finding's session is acquired; times in
/// milliseconds.
struct Measured {
  Location at; ///< the line; the column is not known
  uint64_t leases = 0, timeouts = 0, leaks = 0, abandoned = 0;
  double p50 = 0, p99 = 0, max = 0, total = 0;
  std::string text; ///< of all that, in words
};

struct Diagnostic {
  std::string check;
  Level level = Level::Risk;
  Location at;
  std::string message;
  std::vector<DiagnosticNote> notes;
  size_t before = 0;       ///< so many of the notes come before the finding's own place
  std::string function;    ///< in which it is, qualified; empty: outside of functions
  std::string fingerprint; ///< see program/Fingerprint.h
  /// How much it matters, from 0 to 100, where something better than the level is known.
  std::optional<double> rank;
  std::optional<DiagnosticFix> fix;
  std::optional<Measured> measured;
};

/// The place in a file that a location stands for: of a macro, where it is used.
Location locate(clang::SourceLocation Where, const clang::SourceManager &SM);

Diagnostic describe(const Finding &F, const clang::SourceManager &SM);

/// The rank, or what the level says of it.
double rankOf(const Diagnostic &D);

/// The NOLINT comments that silence the finding, by their offsets in its file.
std::vector<size_t> silencing(const Finding &F, const clang::SourceManager &SM);

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_DIAGNOSTIC_H
