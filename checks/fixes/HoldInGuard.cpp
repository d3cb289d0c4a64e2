//===- HoldInGuard.cpp - a unique_ptr that closes the handle --------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fixes/Fixes.h"

using namespace clang;

namespace leasehold {
namespace {

bool takes(const FunctionDecl &F, QualType Handle) {
  return F.getNumParams() == 1 && !F.isVariadic() &&
         F.getParamDecl(0)->getType().getCanonicalType().getUnqualifiedType() ==
             Handle.getCanonicalType().getUnqualifiedType();
}

/// The function of C that closes such a handle, and is declared here. Only when there is one.
const FunctionDecl *closerOf(Catalog &C, QualType Handle) {
  ASTContext &Context = C.context();
  const FunctionDecl *Found = nullptr;
  for (const FunctionModel &M : C.models().functions()) {
    if (M.effects.releases != std::vector{Slot::param(0)} || !M.effects.acquires.empty() ||
        llvm::StringRef(M.name).contains(':'))
      continue;
    for (const NamedDecl *D : Context.getTranslationUnitDecl()->lookup(&Context.Idents.get(M.name)))
      if (const auto *F = dyn_cast<FunctionDecl>(D); F && takes(*F, Handle)) {
        if (Found && Found->getDeclName() != F->getDeclName())
          return nullptr;
        Found = F;
      }
  }
  return Found;
}

bool knowsUniquePtr(ASTContext &Context) {
  if (!Context.getLangOpts().CPlusPlus11)
    return false;
  for (const NamedDecl *D : Context.getTranslationUnitDecl()->lookup(&Context.Idents.get("std")))
    if (const auto *Std = dyn_cast<NamespaceDecl>(D);
        Std && !Std->lookup(&Context.Idents.get("unique_ptr")).empty())
      return true;
  return false;
}

/// Is the handle only looked at, and closed by `Closer` in statements of their own?
bool staysHere(const FixContext &C, const VarDecl *V, const FunctionDecl *Closer,
               std::vector<const Stmt *> &Closings) {
  bool Stays = true;
  Scope::forEach(C.function.getBody(), [&](const Stmt *Part) {
    if (const auto *B = dyn_cast<BinaryOperator>(Part); B && B->isAssignmentOp())
      Stays = Stays && !Scope::mentions(B, V);
    if (const auto *U = dyn_cast<UnaryOperator>(Part); U && U->getOpcode() == UO_AddrOf)
      Stays = Stays && !Scope::mentions(U, V);
    if (const auto *R = dyn_cast<ReturnStmt>(Part); R && R->getRetValue())
      if (const auto *Whole = dyn_cast<DeclRefExpr>(R->getRetValue()->IgnoreParenImpCasts()))
        Stays = Stays && Whole->getDecl() != V;
    if (isa<LambdaExpr>(Part))
      Stays = Stays && !Scope::mentions(Part, V);
    if (const auto *Block = dyn_cast<CompoundStmt>(Part))
      for (const Stmt *Each : Block->body())
        if (const auto *Call = dyn_cast<CallExpr>(Each);
            Call && Call->getDirectCallee() &&
            Call->getDirectCallee()->getCanonicalDecl() == Closer->getCanonicalDecl() &&
            Scope::mentions(Call, V))
          Closings.push_back(Call);
  });
  for (const VarDecl *Each : C.body.locals)
    if (Each != V && Each->getInit())
      if (const auto *Whole = dyn_cast<DeclRefExpr>(Each->getInit()->IgnoreParenImpCasts()))
        Stays = Stays && Whole->getDecl() != V;
  for (const CallSite &S : C.body.calls) {
    if (!Stays || llvm::is_contained(Closings, S.expr))
      continue;
    const CallParts Parts = partsOf(*S.expr, S.callee);
    for (unsigned I = 0; I < Parts.args.size(); ++I) {
      const auto *Whole = dyn_cast<DeclRefExpr>(Parts.args[I]->IgnoreParenImpCasts());
      if (!Whole || Whole->getDecl() != V)
        continue;
      const Effects *E = C.catalog.effectsOf(S.callee);
      // Who is not known may keep it.
      Stays = Stays && E && !llvm::is_contained(E->keeps, Slot::param(I)) &&
              !llvm::is_contained(E->releases, Slot::param(I)) &&
              !llvm::is_contained(E->mayRelease, Slot::param(I));
    }
  }
  return Stays;
}

} // namespace

std::optional<Fix> holdInGuard(const FixContext &C) {
  const LeaseInfo *L = C.event.lease;
  ASTContext &Context = C.catalog.context();
  const Scope Text(C.function, Context);
  const std::optional<Local> Held = acquiredInto(C, Text);
  if (!Held || L->guardType || !knowsUniquePtr(Context) ||
      !Held->variable->getType()->isPointerType() ||
      Held->variable->getInit()->IgnoreParenImpCasts() != L->site)
    return std::nullopt;
  const VarDecl *V = Held->variable;
  const FunctionDecl *Closer = closerOf(C.catalog, V->getType());
  std::vector<const Stmt *> Closings;
  if (!Closer || !staysHere(C, V, Closer, Closings))
    return std::nullopt;
  const std::string Name = V->getName().str();
  const std::string Close = Closer->getName().str();
  PrintingPolicy Policy(Context.getLangOpts());
  const std::string Of = V->getType()->getPointeeType().getAsString(Policy);
  std::optional<FixItHint> Guard =
      Text.lineAfter(Held->declaration, "const std::unique_ptr<" + Of + ", decltype(&" + Close +
                                            ")> " + Name + "_guard(" + Name + ", &" + Close + ");");
  if (!Guard)
    return std::nullopt;
  Fix Out{"hold '" + Name + "' in a unique_ptr that calls '" + Close + "'", false, {*Guard}};
  for (const Stmt *Each : Closings) {
    std::optional<FixItHint> Gone = Text.remove(Each);
    if (!Gone)
      return std::nullopt;
    Out.edits.push_back(*Gone);
  }
  return Out;
}

} // namespace leasehold
