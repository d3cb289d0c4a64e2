//===- SlowCalls.cpp - calls that may block -------------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "flow/Walker.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace leasehold {

/// The literal that a text begins with: of "a" + x, of QString("a").arg(x), of a variable with such
/// a value.
static llvm::StringRef beginningOf(const Expr *E, unsigned Depth = 0) {
  E = strip(E);
  if (!E || Depth > 8)
    return {};
  if (const auto *L = dyn_cast<clang::StringLiteral>(E))
    return L->getCharByteWidth() == 1 ? L->getString() : llvm::StringRef();
  if (const auto *D = dyn_cast<DeclRefExpr>(E)) {
    const auto *V = dyn_cast<VarDecl>(D->getDecl());
    return V && !isa<ParmVarDecl>(V) ? beginningOf(V->getInit(), Depth + 1) : llvm::StringRef();
  }
  if (const auto *K = dyn_cast<CXXConstructExpr>(E))
    return K->getNumArgs() ? beginningOf(K->getArg(0), Depth + 1) : llvm::StringRef();
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(E))
    return beginningOf(M->getImplicitObjectArgument(), Depth + 1);
  if (const auto *K = dyn_cast<CallExpr>(E))
    return K->getNumArgs() ? beginningOf(K->getArg(0), Depth + 1) : llvm::StringRef();
  return {};
}

bool isMadeFrom(const Expr *Object, llvm::StringRef Text) {
  if (Text.empty() || !Object)
    return false;
  const auto *D = dyn_cast_or_null<DeclRefExpr>(strip(Object));
  const auto *V = D ? dyn_cast<VarDecl>(D->getDecl()) : nullptr;
  return V && V->hasLocalStorage() && beginningOf(D).starts_with(Text);
}

bool Walker::blocksNow(State &S, const Call &K, const Blocking &Blocks, const Stmt *Since) {
  for (const Unless &U : Blocks.unless) {
    if (isMadeFrom(K.object, U.madeFrom))
      return false;
    if (U.param >= K.args.size())
      continue;
    std::optional<int64_t> N = constant(K.args[U.param]);
    if (!N) {
      Expr::EvalResult Result;
      const Expr *E = K.args[U.param];
      if (!E->isValueDependent() && E->EvaluateAsInt(Result, Ctx, Expr::SE_NoSideEffects))
        N = Result.Val.getInt().tryExtValue();
    }
    if (N && U.holds(*N))
      return false;
  }
  bool Loop = B.loopSince(K.expr, Since);
  if (Blocks.onlyInLoop && !Loop)
    return false;
  if (Blocks.duration && Blocks.duration->param < K.args.size()) {
    auto Ns = constantDuration(K.args[Blocks.duration->param], Blocks.duration->nsPerUnit, Ctx);
    // nanosleep(&ts, ...) with constant fields.
    if (Value V = eval(S, K.args[Blocks.duration->param]); !Ns && V.kind == Value::Address) {
      auto Field = [&](llvm::StringRef Name) -> std::optional<uint64_t> {
        auto It = S.env.find(Places.child(V.place, Name));
        if (It == S.env.end() || It->second.kind != Value::Int || It->second.number < 0)
          return std::nullopt;
        return static_cast<uint64_t>(It->second.number);
      };
      if (auto Seconds = Field("tv_sec"))
        if (auto Nanos = Field("tv_nsec"))
          Ns = *Seconds * 1000000000 + *Nanos;
    }
    if (Ns && *Ns == 0)
      return false;
    // A short wait that is repeated is a long one: polling.
    if (Ns && *Ns < O.minSlow && !Loop)
      return false;
  }
  return true;
}

const TxnInfo *Walker::openOn(const State &S, unsigned Id) const {
  const TxnInfo *Open = nullptr;
  for (unsigned T = 0; T < S.txns.size(); ++T)
    if (R.txns[T].lease == Id && S.txns[T].status == TxnState::Open)
      Open = &R.txns[T];
  return Open;
}

/// Is this lease held, and does it keep something from others while nothing is done with it?
bool Walker::scarce(const State &S, unsigned Id) const {
  const LeaseState &L = S.leases[Id];
  const LeaseInfo &I = R.leases[Id];
  if ((L.status != LeaseState::Held && L.status != LeaseState::Stored) || I.held == Held::Never)
    return false;
  if (openOn(S, Id))
    return true;
  switch (I.origin) {
  case LeaseInfo::Acquired:
    // What main opens by hand lives as long as the process.
    if (L.status == LeaseState::Stored)
      return I.held == Held::Always && I.pooled;
    return I.held == Held::Always && !(IsMain && !I.pooled);
  case LeaseInfo::Parameter:
  case LeaseInfo::Captured:
    return I.held == Held::Always;
  case LeaseInfo::Member:
  case LeaseInfo::Unknown:
    return I.guardType && I.pooled && L.used;
  }
  return false;
}

void Walker::slow(State &S, const Call &K) {
  if (InPool || !K.effects->blocks || K.effects->nonblocking)
    return;
  const Blocking &Blocks = *K.effects->blocks;
  for (unsigned Id = 0; Id < S.leases.size(); ++Id) {
    const LeaseInfo &I = R.leases[Id];
    if (K.received.contains(Id) || !scarce(S, Id))
      continue;
    // main waits between attempts before it serves anybody.
    if (IsMain && Blocks.kind == "sleep")
      continue;
    if (!blocksNow(S, K, Blocks, I.site))
      continue;
    Event E;
    bool ReadLoop = Blocks.websocketRead && B.loopSince(K.expr, I.site);
    E.kind = ReadLoop ? Event::ReadLoop : Event::SlowCall;
    E.at = K.expr->getBeginLoc();
    if (const auto *M = dyn_cast<CXXMemberCallExpr>(K.expr))
      E.at = M->getExprLoc();
    E.lease = &I;
    E.txn = openOn(S, Id);
    E.blocking = Blocks;
    E.chain = Blocks.chain;
    E.name = K.callee ? qualifiedName(*K.callee) : "";
    E.trail = S.trail;
    emit(std::move(E));
  }
}

} // namespace leasehold
