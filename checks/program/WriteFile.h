//===- WriteFile.h - writes a file wholly or not at all ------- -*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_PROGRAM_WRITEFILE_H
#define LEASEHOLD_PROGRAM_WRITEFILE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>

namespace leasehold {

/// Writes the texts, one after the other, to a temporary file beside `Path` and renames it: whoever
/// reads `Path` sees what was there before or all of this. What is there and no plain file (a pipe,
/// a device) is written to; permissions and links stay. Returns what went wrong: `cannot write
/// PATH: why`.
std::optional<std::string> writeFile(const std::string &Path,
                                     llvm::ArrayRef<llvm::StringRef> Texts);

/// What will go wrong in writing this, as far as it can be seen before.
std::optional<std::string> whyNotWritable(const std::string &Path);

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_WRITEFILE_H
