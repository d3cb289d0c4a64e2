//===- SlicedParse.h - parses what a unit can reach -------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_PROGRAM_SLICEDPARSE_H
#define LEASEHOLD_PROGRAM_SLICEDPARSE_H

#include "clang/Basic/LangOptions.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringSet.h"

namespace clang {
class CompilerInstance;
} // namespace clang

namespace leasehold {

/// Is the language one that can be sliced? C++, without precompiled headers or OpenMP.
bool canSlice(const clang::CompilerInstance &CI);

/// Does what clang::ParseAST does, for the tokens that slice() leaves. `GivesUp` is asked after
/// each declaration. False: it gave up, and the consumer was not told of the end of the unit.
bool parseSliced(clang::CompilerInstance &CI, clang::TranslationUnitKind Kind,
                 const llvm::StringSet<> &Wanted, llvm::function_ref<bool()> GivesUp);

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_SLICEDPARSE_H
