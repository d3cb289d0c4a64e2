//===- Process.h - runs a program and keeps what it says --------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TESTS_PROCESS_H
#define LEASEHOLD_TESTS_PROCESS_H

#include "InputSpec.h"
#include <chrono>
#include <filesystem>

namespace leasehold::test {

struct Outcome {
  int status = -1; ///< exit status; 128 + N when killed by signal N; -1 when it did not start
  bool timedOut = false;
  std::string out, err;

  /// The command and all that it said, for failure messages.
  [[nodiscard]] std::string str() const;
  std::string command;
};

/// Runs a program (looked up in PATH) in `Directory` (empty: here), without a standard input.
Outcome run(const std::vector<std::string> &Command, const std::string &Directory = {},
            std::chrono::seconds Timeout = std::chrono::minutes(5));

struct Diagnostic {
  Place place;          ///< `check` as printed, without "leasehold-"; empty for notes
  std::string severity; ///< warning, error, note
};

/// The clang-style diagnostics in a text; other lines are skipped.
std::vector<Diagnostic> diagnostics(const std::string &Text);

/// The findings of Leasehold's checks among these.
std::vector<Place> findings(const std::vector<Diagnostic> &All);

/// A directory of its own that goes with the object.
class TemporaryDirectory {
public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory &) = delete;
  TemporaryDirectory &operator=(const TemporaryDirectory &) = delete;

  /// Writes a file below it and returns its path.
  [[nodiscard]] std::string write(const std::string &Name, const std::string &Text) const;
  [[nodiscard]] std::string path() const { return Path.string(); }

private:
  std::filesystem::path Path;
};

} // namespace leasehold::test

#endif // LEASEHOLD_TESTS_PROCESS_H
