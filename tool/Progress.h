//===- Progress.h - what is going on, and what went wrong -------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TOOL_PROGRESS_H
#define LEASEHOLD_TOOL_PROGRESS_H

#include "program/Driver.h"

namespace leasehold {

/// `40 s left`, from how long the first files took; empty: it is not known, or not worth saying.
std::string timeLeft(double Seconds, unsigned Done, unsigned Of);

/// A line on stderr that is written over, if stderr is a terminal; otherwise nothing.
Progress progressOnTerminal();

/// On stderr, what the run took: how files were parsed, which took longest, and those for which a
/// quicker way was tried in vain.
void tellEffort(const DriverResult &Result);

/// Names the files that could not be analysed, and why; true if there are any.
bool complainOfFiles(const DriverResult &Result,
                     llvm::function_ref<bool(const FileResult &)> IsNoFailure = nullptr);

} // namespace leasehold

#endif // LEASEHOLD_TOOL_PROGRESS_H
