//===- Suppressions.h - NOLINT comments, as in clang-tidy -------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `NOLINT` speaks of its own line, `NOLINTNEXTLINE` of the next, `NOLINTBEGIN` of all up
// to the `NOLINTEND` with the same list. A list of check globs may follow in parentheses;
// without one all checks are meant.
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_PROGRAM_SUPPRESSIONS_H
#define LEASEHOLD_PROGRAM_SUPPRESSIONS_H

#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace leasehold {

/// The comments that silence a finding of `Check` at this offset of a file's text, by their
/// offsets.
std::vector<size_t> silencing(llvm::StringRef Text, size_t Offset, llvm::StringRef Check);

/// Is there any?
bool isSuppressed(llvm::StringRef Text, size_t Offset, llvm::StringRef Check);

/// A comment that may silence something, and names checks.
struct Suppression {
  size_t offset = 0;
  std::string text;   ///< `NOLINT(leasehold-slow-call)`
  std::string checks; ///< the list in parentheses, without spaces
};
/// All of a file's text, in order.
std::vector<Suppression> suppressionsIn(llvm::StringRef Text);

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_SUPPRESSIONS_H
