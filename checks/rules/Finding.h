//===- Finding.h - one problem, with its path -------------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_RULES_FINDING_H
#define LEASEHOLD_RULES_FINDING_H

#include "catalog/Effects.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/SourceLocation.h"
#include <optional>
#include <string>
#include <vector>

namespace leasehold {

enum class Level : uint8_t { Bug, Risk, Style };

struct Note {
  clang::SourceLocation at; ///< of what led there, when the place itself is elsewhere
  std::string message;
  std::optional<Step> elsewhere = std::nullopt; ///< in another translation unit
};

/// An edit that mends a finding.
struct Fix {
  std::string title; ///< "give the session back before this call"
  /// Does the program do the same afterwards, but for what was found? Others are for people to look
  /// at.
  bool safe = false;
  std::vector<clang::FixItHint> edits; ///< in files, not in macros
};

struct Finding {
  std::string check; ///< with the prefix: leasehold-slow-call
  Level level = Level::Risk;
  clang::SourceLocation at;
  std::string message;
  std::vector<Note> notes; ///< the path, in its order
  size_t before = 0;       ///< so many of the notes come before the finding's own place
  std::string function;    ///< in which it is, qualified; empty: outside of functions
  std::optional<Fix> fix = std::nullopt;
};

} // namespace leasehold

#endif // LEASEHOLD_RULES_FINDING_H
