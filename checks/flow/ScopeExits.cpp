//===- ScopeExits.cpp - blocks that run where their scope ends ------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Without lambdas such a block is a class inside of the function. BOOST_SCOPE_EXIT makes one whose
// destructor calls a static function of the class, the block; its parameters have the names of the
// variables around it.
//
//===----------------------------------------------------------------------===//

#include "flow/Walker.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace leasehold {

const CXXMethodDecl *scopeExitOf(const CXXRecordDecl &R) {
  if (!R.isLocalClass() || !R.hasDefinition())
    return nullptr;
  const CXXDestructorDecl *D = R.getDestructor();
  const auto *Only =
      D && D->isUserProvided() ? dyn_cast_or_null<CompoundStmt>(D->getBody()) : nullptr;
  if (!Only || Only->size() != 1)
    return nullptr;
  const auto *E = dyn_cast<Expr>(Only->body_front());
  const auto *K = E ? dyn_cast_or_null<CallExpr>(strip(E)) : nullptr;
  const auto *Block = K ? dyn_cast_or_null<CXXMethodDecl>(K->getDirectCallee()) : nullptr;
  return Block && Block->isStatic() &&
                 Block->getParent()->getCanonicalDecl() == R.getCanonicalDecl()
             ? Block
             : nullptr;
}

/// What the block of `Guard` does to the variables around it, as a lambda there would say.
Effects Walker::blockEffects(const VarDecl &Guard, const CXXMethodDecl &Block) {
  const Effects *Says = C.summary(&Block);
  if (!Says)
    return {};
  const SourceManager &SM = Ctx.getSourceManager();
  auto Around = [&](unsigned Index) -> const VarDecl * {
    const ParmVarDecl *P = Block.getParamDecl(Index);
    const VarDecl *Found = nullptr;
    auto Look = [&](const VarDecl *V) {
      if (V->getDeclName() == P->getDeclName() &&
          Ctx.hasSameUnqualifiedType(V->getType().getNonReferenceType(),
                                     P->getType().getNonReferenceType()) &&
          SM.isBeforeInTranslationUnit(V->getLocation(), Guard.getLocation()) &&
          (!Found || SM.isBeforeInTranslationUnit(Found->getLocation(), V->getLocation())))
        Found = V;
    };
    for (const ParmVarDecl *Mine : F.parameters())
      Look(Mine);
    for (const VarDecl *Local : B.locals)
      Look(Local);
    return Found;
  };
  auto Outside = [&](Slot &L) {
    const VarDecl *V = L.kind == Slot::Param ? Around(L.index) : nullptr;
    L.kind = Slot::Capture;
    L.capture = V;
    return V != nullptr;
  };
  Effects E;
  for (TxnEffect T : Says->txn)
    if (Outside(T.on))
      E.txn.push_back(std::move(T));
  for (auto [From, To] :
       {std::pair(&Says->releases, &E.releases), std::pair(&Says->mayRelease, &E.mayRelease),
        std::pair(&Says->keeps, &E.keeps)})
    for (Slot L : *From)
      if (Outside(L))
        To->push_back(std::move(L));
  return E;
}

} // namespace leasehold
