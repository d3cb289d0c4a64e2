//===- Models.h - the parts of leasehold models -----------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TOOL_MODELS_MODELS_H
#define LEASEHOLD_TOOL_MODELS_MODELS_H

#include "Commands.h"
#include "Program.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace leasehold {

/// Do the arguments name a program?
bool ofProgram(const ProgramArguments &Arguments);

int validateModels(const ProgramArguments &Arguments);
int explainName(const ModelsArguments &Arguments);
int suggestModels(const ModelsArguments &Arguments);

/// Parses the program's files and calls `Use` with the number of each in `P.files`, from several
/// threads. `Wanted`: as parseUnit() has it. False when one could not be parsed, or not wholly;
/// that has been said then.
bool inEachFile(const Program &P, unsigned Jobs, const llvm::StringSet<> *Wanted,
                llvm::function_ref<void(size_t, clang::ASTContext &)> Use);

/// "the shipped model libpq.json at /types/0".
std::string placeInModel(llvm::StringRef File, llvm::StringRef Pointer, int Trust);

} // namespace leasehold

#endif // LEASEHOLD_TOOL_MODELS_MODELS_H
