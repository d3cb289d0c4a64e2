//===- Duration.cpp - constant durations ----------------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "flow/Walker.h"
#include "clang/AST/APValue.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace leasehold {

namespace {

/// Nanoseconds per tick of a std::chrono or boost::chrono duration; 0: not a duration.
double nsPerTick(QualType T) {
  const auto *D = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T.getNonReferenceType()->getAsCXXRecordDecl());
  if (!D || D->getName() != "duration" || D->getTemplateArgs().size() < 2)
    return 0;
  const TemplateArgument &P = D->getTemplateArgs()[1];
  const auto *Ratio =
      P.getKind() == TemplateArgument::Type
          ? dyn_cast_or_null<ClassTemplateSpecializationDecl>(P.getAsType()->getAsCXXRecordDecl())
          : nullptr;
  if (!Ratio || Ratio->getTemplateArgs().size() < 2)
    return 0;
  const TemplateArgument &N = Ratio->getTemplateArgs()[0];
  const TemplateArgument &M = Ratio->getTemplateArgs()[1];
  if (N.getKind() != TemplateArgument::Integral || M.getKind() != TemplateArgument::Integral)
    return 0;
  auto Num = static_cast<double>(N.getAsIntegral().tryExtValue().value_or(0));
  auto Den = static_cast<double>(M.getAsIntegral().tryExtValue().value_or(0));
  return Den == 0 ? 0 : Num / Den * 1e9;
}

} // namespace

std::optional<uint64_t> constantDuration(const Expr *E, uint64_t NsPerUnit, ASTContext &Ctx) {
  if (!E || E->isValueDependent() || E->isTypeDependent())
    return std::nullopt;
  // Stop above casts: duration_cast and conversions between units are constructions.
  E = E->IgnoreParenImpCasts();
  Expr::EvalResult R;
  if (NsPerUnit != 0) {
    if (!E->EvaluateAsInt(R, Ctx))
      return std::nullopt;
    int64_t N = R.Val.getInt().tryExtValue().value_or(-1);
    return N < 0 ? std::nullopt : std::optional<uint64_t>(static_cast<uint64_t>(N) * NsPerUnit);
  }
  double Tick = nsPerTick(E->getType());
  if (Tick == 0)
    return std::nullopt;
  const Expr *Inner = E;
  while (true) {
    if (const auto *M = dyn_cast<MaterializeTemporaryExpr>(Inner))
      Inner = M->getSubExpr();
    else if (const auto *W = dyn_cast<ExprWithCleanups>(Inner))
      Inner = W->getSubExpr();
    else if (const auto *I = Inner->IgnoreParenImpCasts(); I != Inner)
      Inner = I;
    else
      break;
  }
  if (!Inner->isPRValue() && !isa<DeclRefExpr>(Inner))
    return std::nullopt;
  if (const auto *D = dyn_cast<DeclRefExpr>(Inner)) {
    const auto *V = dyn_cast<VarDecl>(D->getDecl());
    if (!V || !V->getType().isConstQualified() || !V->getInit() || isa<ParmVarDecl>(V))
      return std::nullopt;
    if (!V->getType()->isReferenceType())
      return constantDuration(V->getInit(), 0, Ctx);
    return std::nullopt;
  }
  if (!Inner->EvaluateAsRValue(R, Ctx) || !R.Val.isStruct() || R.Val.getStructNumFields() != 1)
    return std::nullopt;
  const APValue &Count = R.Val.getStructField(0);
  double N = Count.isInt()     ? static_cast<double>(Count.getInt().tryExtValue().value_or(-1))
             : Count.isFloat() ? Count.getFloat().convertToDouble()
                               : -1;
  if (N < 0)
    return std::nullopt;
  double Ns = N * Tick;
  return Ns >= 1.8e19 ? UINT64_MAX : static_cast<uint64_t>(Ns);
}

} // namespace leasehold
