//===- Fix.h - applies the fixes of findings --------------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TOOL_FIX_H
#define LEASEHOLD_TOOL_FIX_H

#include "Commands.h"
#include "program/Diagnostic.h"
#include "llvm/ADT/ArrayRef.h"

namespace leasehold {

/// Applies what the arguments allow to the files, each written aside and renamed, and says on
/// stdout what was done; or, as a dry run, prints the difference. Fixes that overlap an earlier one
/// are left for the next run. Returns the exit status: ExitFindings when findings are left.
int applyFixes(llvm::ArrayRef<Diagnostic> Findings, const FixArguments &Arguments);

} // namespace leasehold

#endif // LEASEHOLD_TOOL_FIX_H
