//===- Variables.cpp - numbers that nothing in a program changes ----------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Variables.h"
#include "catalog/Names.h"
#include "clang/AST/ASTContext.h"
#include "clang/Index/USRGeneration.h"
#include "llvm/ADT/SmallString.h"

using namespace clang;

namespace leasehold {
namespace {

const VarDecl *numberOf(const Expr *E) {
  const auto *D = dyn_cast<DeclRefExpr>(E->IgnoreParens());
  const auto *V = D ? dyn_cast<VarDecl>(D->getDecl()) : nullptr;
  return V && Variables::isNumber(*V) ? V->getCanonicalDecl() : nullptr;
}

std::optional<int64_t> initial(const VarDecl &V) {
  const Expr *Init = V.getAnyInitializer();
  Expr::EvalResult Result;
  if (!Init || Init->isValueDependent() || !Init->EvaluateAsInt(Result, V.getASTContext()))
    return std::nullopt;
  return Result.Val.getInt().tryExtValue();
}

} // namespace

bool Variables::isNumber(const VarDecl &V) {
  return V.isFileVarDecl() && V.getType()->isIntegralOrEnumerationType() &&
         !V.getType().isVolatileQualified();
}

void Variables::mention(const DeclRefExpr &E) {
  if (const VarDecl *V = numberOf(&E))
    ++Changes[V];
}

void Variables::cast(const ImplicitCastExpr &E) {
  if (E.getCastKind() == CK_LValueToRValue)
    if (const VarDecl *V = numberOf(E.getSubExpr()))
      --Changes[V];
}

bool Variables::changed(const VarDecl &V) const {
  return !V.getType().isConstQualified() && Changes.lookup(V.getCanonicalDecl()) > 0;
}

std::optional<int64_t> Variables::ofUnit(const VarDecl &V) const {
  return V.isExternallyVisible() || changed(V) ? std::nullopt : initial(V);
}

std::string Variables::usrOf(const VarDecl &V) {
  llvm::SmallString<128> Usr;
  if (!V.isExternallyVisible() || !isUserCode(V) || index::generateUSRForDecl(&V, Usr))
    return {};
  return Usr.str().str();
}

void Variables::exportTo(Facts &Out, const ASTContext &Ctx) const {
  for (const auto &[V, Count] : Changes)
    if (std::string Usr = usrOf(*V); !Usr.empty() && changed(*V))
      Out[Usr] = {};
  for (const Decl *D : Ctx.getTranslationUnitDecl()->noload_decls()) {
    const auto *V = dyn_cast<VarDecl>(D);
    if (!V || !V->hasInit() || V->isInvalidDecl() || !isNumber(*V) || changed(*V))
      continue;
    std::string Usr = usrOf(*V);
    std::optional<int64_t> Number = Usr.empty() ? std::nullopt : initial(*V);
    if (!Number)
      continue;
    Effects Fact;
    Fact.constant = Number;
    Out[Usr] = std::move(Fact);
  }
}

} // namespace leasehold
