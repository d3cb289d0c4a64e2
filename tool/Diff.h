//===- Diff.h - the lines that a revision does not have ------- -*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TOOL_DIFF_H
#define LEASEHOLD_TOOL_DIFF_H

#include "program/Diagnostic.h"
#include "llvm/ADT/StringMap.h"
#include <limits>
#include <optional>

namespace leasehold {

/// What has changed in the working tree since a revision, by Git. Files that Git does not know yet,
/// and does not ignore, are new in whole.
class Diff {
public:
  /// `Directory` is in the repository. Nothing when Git cannot say; `Problem` says why.
  static std::optional<Diff> since(const std::string &Revision, const std::string &Directory,
                                   std::string &Problem);

  /// All lines of these files.
  static Diff of(const std::vector<std::string> &Files);

  /// Is the finding, or a step of its path, at a changed line? Where lines were only taken away,
  /// the lines before and after count as changed.
  [[nodiscard]] bool touches(const Diagnostic &D) const;
  [[nodiscard]] bool touches(llvm::StringRef File) const;

private:
  struct Lines {
    unsigned first, last;
  };
  static constexpr Lines AllLines{1, std::numeric_limits<unsigned>::max()};
  void parse(llvm::StringRef Text, llvm::StringRef Top);
  [[nodiscard]] bool touches(const Location &At) const;

  llvm::StringMap<std::vector<Lines>> Files; ///< by real path
};

} // namespace leasehold

#endif // LEASEHOLD_TOOL_DIFF_H
