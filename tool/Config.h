//===- Config.h - .leasehold.json: what holds for which paths - -*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// Looked for in the directory of a file and in those above, as `.clang-tidy` is; the nearest holds.
// docs/adoption.md describes it, docs/schema/config.schema.json is its schema.
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TOOL_CONFIG_H
#define LEASEHOLD_TOOL_CONFIG_H

#include "catalog/Globs.h"
#include "catalog/Model.h"
#include "rules/Finding.h"
#include "llvm/ADT/StringMap.h"
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace leasehold {

/// What holds for the findings in one file.
struct Settings {
  std::string checks; ///< as --checks; empty: all
  Level level = Level::Risk;
  enum : uint8_t { Shown, Quiet, QuietTest } quiet = Shown;
};

/// One `.leasehold.json`.
struct Config {
  /// What is said of the files whose path below the directory matches.
  struct Path {
    std::string glob;
    std::optional<std::string> checks;
    std::optional<Level> level;
    std::optional<bool> quiet;
  };
  std::string file, directory; ///< absolute
  Path all;                    ///< of every file
  std::vector<Path> paths;     ///< the last one that says something decides
  std::vector<std::string> tests;
  // Of the whole program.
  std::optional<double> minSlowMs;
  std::optional<std::string> repositories;
  std::vector<std::string> models; ///< absolute
};

/// Those that hold for the files of a run. Not thread safe.
class Configs {
public:
  static constexpr llvm::StringLiteral FileName = ".leasehold.json";

  /// What holds for findings in this file; `Root` is what paths are seen from where there is no
  /// configuration.
  Settings of(llvm::StringRef File, llvm::StringRef Root);
  /// Finds those that hold for these files.
  void load(llvm::ArrayRef<std::string> Files);

  /// What is wrong in those that were found.
  std::vector<ModelError> errors;
  /// The model files that they name.
  [[nodiscard]] std::vector<std::string> models() const;
  /// Nothing when none says it. Two that disagree are an error.
  std::optional<double> minSlowMs();
  std::optional<std::string> repositories();
  /// The lowest level that any of them asks for.
  [[nodiscard]] Level lowestLevel() const;

private:
  const Config *above(llvm::StringRef File);
  template <typename T> std::optional<T> agreed(std::optional<T> Config::*Member, const char *Key);

  llvm::StringMap<const Config *> ByDirectory; ///< null: none there or above
  std::vector<std::unique_ptr<Config>> Found;
};

/// Of so many milliseconds; of more than can be counted, as many as can.
uint64_t nanoseconds(double Milliseconds);

/// The names that test code has: `tests/`, `*_test.cpp`...
llvm::ArrayRef<const char *> defaultTests();

} // namespace leasehold

#endif // LEASEHOLD_TOOL_CONFIG_H
