//===- Text.h - findings as a compiler prints them --------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TOOL_OUTPUT_TEXT_H
#define LEASEHOLD_TOOL_OUTPUT_TEXT_H

#include "program/Diagnostic.h"
#include "llvm/Support/raw_ostream.h"

namespace leasehold {

/// `file:line:column: warning: message [check]`, the line and a caret; notes likewise.
void printText(llvm::raw_ostream &OS, const Diagnostic &D, bool Color);

/// A path as it is shown: relative when it lies below the working directory.
std::string shownPath(llvm::StringRef Absolute);

} // namespace leasehold

#endif // LEASEHOLD_TOOL_OUTPUT_TEXT_H
