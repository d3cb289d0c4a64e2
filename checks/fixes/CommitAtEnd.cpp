//===- CommitAtEnd.cpp - the commit that is missing -----------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fixes/Fixes.h"

using namespace clang;

namespace leasehold {
namespace {

/// What commits a transaction of this class: `commit()`; empty: nothing that is known.
std::string commitOf(Catalog &C, QualType T) {
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  for (; R && R->hasDefinition();
       R = R->getNumBases() ? R->bases_begin()->getType()->getAsCXXRecordDecl() : nullptr)
    for (const CXXMethodDecl *M : R->methods()) {
      if (!M->getIdentifier() || M->getMinRequiredArguments() != 0 || M->getAccess() != AS_public)
        continue;
      if (const Effects *E = C.effectsOf(M, T);
          E && llvm::any_of(E->txn, [](const TxnEffect &Each) {
            return Each.kind == TxnEffect::Commit && Each.on == Slot::self() && Each.certain &&
                   !Each.either;
          }))
        return M->getName().str() + "()";
    }
  return "";
}

} // namespace

std::optional<Fix> commitAtEnd(const FixContext &C) {
  const TxnInfo *T = C.event.txn;
  if (!T || !T->object || !T->site)
    return std::nullopt;
  const Scope Text(C.function, C.catalog.context());
  const std::optional<Local> Held = Text.localOf(T->site);
  if (!Held || Held->variable->getType()->isPointerType())
    return std::nullopt;
  const std::string Commit = commitOf(C.catalog, Held->variable->getType());
  if (Commit.empty())
    return std::nullopt;
  const std::string Line = Held->variable->getName().str() + "." + Commit + ";";
  // In front of the return that was seen, or at the end of the scope.
  const Stmt *Last = Held->block->body_back();
  if (const CompoundStmt *Around = Text.innermostBlock(C.event.exitAt))
    if (const Stmt *Leaves = Text.statementAt(*Around, C.event.exitAt))
      Last = Leaves;
  const bool Returns = isa<ReturnStmt, CoreturnStmt>(Last);
  if (!Returns && Last != Held->block->body_back())
    return std::nullopt;
  if (Returns && Scope::mentions(Last, Held->variable))
    return std::nullopt;
  std::optional<FixItHint> Edit =
      Returns ? Text.lineBefore(Last, Line) : Text.lineAfter(Last, Line);
  if (!Edit)
    return std::nullopt;
  return Fix{"commit '" + Held->variable->getName().str() + "' " +
                 (Returns ? "before this function returns" : "at the end of its scope"),
             false,
             {*Edit}};
}

} // namespace leasehold
