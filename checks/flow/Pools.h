//===- Pools.h - which pool a session comes from ----------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A pool is told from another by the way to it: a variable, a member, a parameter, the one
// object of its class. What stands behind a way that is not understood is not guessed.
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_FLOW_POOLS_H
#define LEASEHOLD_FLOW_POOLS_H

#include "catalog/Catalog.h"
#include "flow/Body.h"
#include "llvm/ADT/ArrayRef.h"

namespace leasehold {

/// A call, as far as it matters here.
struct PoolCall {
  const clang::FunctionDecl *callee = nullptr;
  const clang::Expr *object = nullptr;
  llvm::ArrayRef<const clang::Expr *> args;
  const Effects *effects = nullptr;
};

enum class SamePool : uint8_t { No, Perhaps, Yes };
SamePool samePool(const PoolId &A, const PoolId &B);

/// Something is known of it, and it is not one of several.
[[nodiscard]] inline bool isKnown(const PoolId &P) { return !P.type.empty() && !P.many; }

/// The object that an expression of `F` denotes; its `type` is left empty.
PoolId denoted(const clang::FunctionDecl &F, const clang::Expr *E, unsigned Depth = 0);
/// The pool that a call in `F` takes a session from.
PoolId poolOf(Catalog &C, const clang::FunctionDecl &F, const Acquire &A, const PoolCall &K);
/// A pool of the callee, seen from `F`.
PoolId poolSeen(const clang::FunctionDecl &F, const PoolId &Of, const PoolCall &K);
/// A pool of the callee, seen from its caller: `Object` and `Argument` are what the call passes.
PoolId inCaller(const PoolId &P, const PoolId &Object, const PoolId &Argument);
/// As callers may know it: not when it is one of F's own variables.
PoolId exportable(PoolId P, const clang::FunctionDecl &F);

/// What calling a lambda does; of a generic one, its first instance.
const Effects *summaryOf(const Catalog &C, const clang::LambdaExpr &L);
/// Lambdas among the arguments that refer to variables of the caller: a template of the program
/// that gets one is taken to call it before it returns, or its result to be used up before they
/// die.
llvm::SmallVector<const clang::LambdaExpr *, 2> calledBelow(const PoolCall &K);
/// Adds a pool that is new to a summary. Returns whether it was.
bool addTake(Effects &Into, const PoolId &Pool, bool Lends);
/// From the calls of a body alone, for functions that no lease concerns.
void summariseTakes(Catalog &C, const clang::FunctionDecl &F, const Body &B, Effects &Into);
/// What a call passes of pools, for the link.
void poolsPassed(Catalog &C, const clang::FunctionDecl &F, const CallSite &Site, PoolId &Object,
                 std::vector<std::pair<unsigned, PoolId>> &Pools);

} // namespace leasehold

#endif // LEASEHOLD_FLOW_POOLS_H
