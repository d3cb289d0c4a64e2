//===- InputSpec.h - what a test input asks for and expects -----*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A test input is a C++ file with a header and with expectations at the line:
//
//     // what: one sentence: what this input demonstrates
//     // flags: -std=c++20 -isystem /usr/include/postgresql
//     // options: MinSlowMs=500 Level=style Repositories=*Repository,*Dao
//     // models: my-models.json
//     ...
//     sleep(10);     // EXPECT: slow-call "sleeps"
//     pool.acquire() // EXPECT: slow-call, unguarded-acquire
//     Session s(p);  // NOTE: "acquired here"
//     compute();     // MISS: slow-call
//
// MISS is where a finding should be and is not: a known limit. When the finding appears the test
// fails, so that the mark becomes an EXPECT and the limit leaves the check's page.
//
// The headers that an input includes with "..." may carry expectations, too.
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TESTS_INPUTSPEC_H
#define LEASEHOLD_TESTS_INPUTSPEC_H

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leasehold::test {

/// A finding (or, with an empty check, a note) at a line of a file.
struct Place {
  std::string file; ///< its name without directories
  unsigned line = 0;
  std::string check; ///< without "leasehold-"
  std::string text;  ///< expected: what the message must contain; seen: the message

  [[nodiscard]] std::string str() const;
};

struct InputSpec {
  std::string path; ///< absolute
  std::string what;
  std::vector<std::string> flags; ///< always with a -std=
  std::optional<unsigned> minSlowMs;
  std::string repositories;        ///< globs; empty: no layer is declared
  std::string level;               ///< bug, risk, style, or empty: the default
  std::vector<std::string> models; ///< paths
  std::vector<Place> findings, notes;
  std::vector<Place> misses;       ///< findings that should be there and are known not to be
  std::vector<std::string> errors; ///< what is wrong with the input itself: `file:line: reason`
};

/// Reads expectations, and for an input's main file the header lines, into `Into`.
/// `File` is the name for messages and places.
void parseInput(std::string_view Text, const std::string &File, bool IsMain, InputSpec &Into);

/// The names in `#include "..."` lines.
std::vector<std::string> quotedIncludes(std::string_view Text);

/// Reads the input at `Path` and every header that it includes with quotes, from beside the
/// including file or from `IncludeDirectories`.
InputSpec readInput(const std::string &Path, const std::vector<std::string> &IncludeDirectories);

/// All inputs below test-inputs/: */*.cpp and services/*/*.cpp, as paths relative to it, sorted.
std::vector<std::string> findInputs(const std::string &Directory);

/// A name that GoogleTest accepts: `slow-call/a_b.cpp` becomes `slow_call_a_b`.
std::string testName(std::string_view RelativePath);

/// What differs between expected and seen, a line each: UNEXPECTED, MISSING and WRONG TEXT, and
/// NO LONGER MISSED for what was seen at a place of `Misses`.
std::string compare(const std::vector<Place> &Expected, const std::vector<Place> &Seen,
                    const std::vector<Place> &Misses = {});

/// Notes that are expected and not among those seen, a line each.
std::string compareNotes(const std::vector<Place> &Expected, const std::vector<Place> &Seen);

} // namespace leasehold::test

#endif // LEASEHOLD_TESTS_INPUTSPEC_H
