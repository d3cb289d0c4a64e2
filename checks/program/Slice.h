//===- Slice.h - the declarations that a unit can reach ---------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A unit that includes a large library uses little of it, and most of the time goes into parsing
// the rest. What a unit cannot name, it cannot use: slice() drops the declarations of system
// headers whose names neither its own code mentions nor what that reaches. All is by name, not by
// scope, so that too much is kept rather than too little; what is found without being named
// (operators, specialisations, what the language itself calls) is kept when what it is about is
// kept.
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_PROGRAM_SLICE_H
#define LEASEHOLD_PROGRAM_SLICE_H

#include "program/Declarations.h"
#include "llvm/ADT/StringSet.h"

namespace leasehold {

/// What is left of the tokens of a unit, in order. `Tokens` are preprocessed and end with eof;
/// `Origins` cover them, in order. `Wanted` are names that are kept in any case.
std::vector<clang::Token> slice(llvm::ArrayRef<clang::Token> Tokens, llvm::ArrayRef<Origin> Origins,
                                const llvm::StringSet<> &Wanted);

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_SLICE_H
