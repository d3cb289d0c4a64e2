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

namespace leasehold {

/// Is a finding of `Check` at this offset of a file's text silenced by a comment?
bool isSuppressed(llvm::StringRef Text, size_t Offset, llvm::StringRef Check);

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_SUPPRESSIONS_H
