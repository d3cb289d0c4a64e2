//===- HoldShorter.cpp - acquire later, or give back earlier --------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fixes/Fixes.h"

using namespace clang;

namespace leasehold {
namespace {

/// The statements of a block from one to another, both included.
llvm::ArrayRef<const Stmt *> between(const CompoundStmt &Block, const Stmt *First,
                                     const Stmt *Last) {
  const auto *Begin = llvm::find(Block.body(), First);
  const auto *End = llvm::find(Block.body(), Last);
  if (Begin >= End || End == Block.body_end())
    return {};
  return {Begin, End + 1};
}

/// Does something that lives in this function hold on to what the variable has?
bool hasDependants(const FixContext &C, const VarDecl *V) {
  return llvm::any_of(C.body.locals, [&](const VarDecl *Each) {
    if (Each == V || !Each->getInit() || !Scope::mentions(Each->getInit(), V))
      return false;
    const QualType T = Each->getType();
    return T->isReferenceType() || T->isPointerType() ||
           C.catalog.carrierOf(T).role() != Role::None || C.catalog.sessionCore(T) != nullptr;
  });
}

/// What gives back what a variable of this type holds: `release()`; empty: nothing that is known.
std::string releaseOf(Catalog &C, QualType T) {
  const Carrier Held = C.carrierOf(T);
  if (Held.indirect)
    return "";
  if (Held.wrapper == Wrapper::Unique)
    return "reset()";
  const auto *R = dyn_cast_or_null<CXXRecordDecl>(Held.record);
  if (!R || !R->hasDefinition() || Held.wrapper != Wrapper::None)
    return "";
  for (const CXXMethodDecl *M : R->methods()) {
    if (isa<CXXConstructorDecl, CXXDestructorDecl>(M) || M->getNumParams() != 0 ||
        M->getAccess() != AS_public || !M->getIdentifier())
      continue;
    const Effects *E = C.effectsOf(M, T);
    if (E && E->acquires.empty() && llvm::is_contained(E->releases, Slot::self()))
      return M->getName().str() + "()";
  }
  return "";
}

} // namespace

std::optional<Fix> acquireLater(const FixContext &C) {
  const Scope Text(C.function, C.catalog.context());
  const std::optional<Local> Held = acquiredInto(C, Text);
  if (!Held)
    return std::nullopt;
  const Stmt *Slow = Text.statementAt(*Held->block, C.event.at);
  const llvm::ArrayRef<const Stmt *> All = between(*Held->block, Held->declaration, Slow);
  if (All.empty() || isa<ReturnStmt, CoreturnStmt>(Slow) ||
      Text.contains(Held->declaration, C.event.at))
    return std::nullopt;
  // Nothing on the way uses the session, or anything that the acquire looks at.
  std::vector<const VarDecl *> LookedAt{Held->variable};
  Scope::forEach(Held->variable->getInit(), [&](const Stmt *Part) {
    if (const auto *R = dyn_cast<DeclRefExpr>(Part))
      if (const auto *V = dyn_cast<VarDecl>(R->getDecl()); V && V->hasLocalStorage())
        LookedAt.push_back(V);
  });
  bool Leaves = false;
  for (const Stmt *Each : All.drop_front()) {
    for (const VarDecl *V : LookedAt)
      if (Scope::mentions(Each, V))
        return std::nullopt;
    Scope::forEach(Each,
                   [&](const Stmt *Part) { Leaves = Leaves || isa<GotoStmt, LabelStmt>(Part); });
  }
  if (Leaves || !Text.mentionedFrom(Slow->getEndLoc(), Held->variable))
    return std::nullopt;
  std::optional<FixItHint> Gone = Text.remove(Held->declaration);
  std::optional<FixItHint> Anew =
      Text.lineAfter(Slow, Text.text(Held->declaration->getSourceRange()));
  if (!Gone || !Anew)
    return std::nullopt;
  return Fix{
      "acquire '" + Held->variable->getName().str() + "' after this call", true, {*Gone, *Anew}};
}

std::optional<Fix> releaseEarlier(const FixContext &C) {
  const Scope Text(C.function, C.catalog.context());
  const std::optional<Local> Held = acquiredInto(C, Text);
  if (!Held)
    return std::nullopt;
  const VarDecl *V = Held->variable;
  const std::string Release = releaseOf(C.catalog, V->getType());
  const CompoundStmt *Block = Text.innermostBlock(C.event.at);
  const Stmt *Slow = Block ? Text.statementAt(*Block, C.event.at) : nullptr;
  if (Release.empty() || !Slow || isa<SwitchCase>(Slow) || hasDependants(C, V) ||
      Text.mentionedFrom(Slow->getBeginLoc(), V))
    return std::nullopt;
  // In a loop the text before the call comes after it, too.
  bool Again = false;
  Scope::forEach(Held->block, [&](const Stmt *Part) {
    if (isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt, LambdaExpr>(Part))
      Again = Again || Text.contains(Part, C.event.at);
    Again = Again || isa<GotoStmt>(Part);
  });
  std::optional<FixItHint> Line = Text.lineBefore(Slow, V->getName().str() + "." + Release + ";");
  if (Again || !Line)
    return std::nullopt;
  return Fix{"give '" + V->getName().str() + "' back before this call", true, {*Line}};
}

} // namespace leasehold
