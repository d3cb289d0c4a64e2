//===- Nesting.cpp - a second session of the same pool --------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "flow/Pools.h"
#include "flow/Walker.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace leasehold {

/// A pool that opens another connection, or says that it has none, makes nobody wait. Where its
/// body is not seen it is taken to wait.
bool Walker::waitsForFree(const Call &K) {
  // A summary has it from the acquire inside, and what is said of a function is believed.
  if (!K.callee || !K.effects || !llvm::StringRef(K.effects->origin).starts_with("shape"))
    return true;
  const Effects *E = C.summary(K.callee);
  if (!E && C.facts)
    E = C.facts(K.callee);
  return !E || E->blocks || llvm::any_of(E->acquires, [](const Acquire &A) {
    return A.waits && !A.pool.type.empty(); // by another pool's acquire
  });
}

void Walker::noteTake(State &S, const PoolId &Pool, std::vector<Step> Chain, bool Lends) {
  // On the way on which the caller's session is missing or has been given back: not a second one.
  for (unsigned Id = 0; Id < S.leases.size(); ++Id)
    if (R.leases[Id].borrowed() &&
        (S.leases[Id].status == LeaseState::Released || S.leases[Id].status == LeaseState::Absent))
      return;
  for (const auto &[P, V] : S.env)
    if (const auto *Parm = dyn_cast_or_null<ParmVarDecl>(P->root);
        Parm && V.kind == Value::Null && isSessionLike(C.carrierOf(Parm->getType()).role()))
      return;
  if (addTake(R.summary, exportable(Pool, F), Lends))
    R.summary.takes.back().chain = std::move(Chain);
}

/// `Second` is about to be asked for a session.
void Walker::nested(State &S, const Call &K, const PoolId &Second, const std::vector<Step> &Chain,
                    bool InLambda) {
  if (InPool || !isKnown(Second))
    return;
  for (unsigned Id = 0; Id < S.leases.size(); ++Id) {
    const LeaseInfo &I = R.leases[Id];
    if (S.leases[Id].status != LeaseState::Held || I.origin != LeaseInfo::Acquired ||
        I.site == K.expr)
      continue;
    SamePool Same = samePool(I.pool, Second);
    if (Same == SamePool::No)
      continue;
    auto IsLease = [&](const Slot &L) {
      Value V = slotValue(S, K, L);
      return V.kind == Value::Lease && V.id == Id;
    };
    // The callee ends it first.
    if (K.effects && (llvm::any_of(K.effects->releases, IsLease) ||
                      llvm::any_of(K.effects->mayRelease, IsLease)))
      continue;
    Event E;
    E.kind = Event::NestedAcquire;
    E.at = K.expr->getBeginLoc();
    if (const auto *M = dyn_cast<CXXMemberCallExpr>(K.expr))
      E.at = M->getExprLoc();
    if (InLambda)
      E.at = SourceLocation::getFromRawEncoding(Chain.front().raw);
    E.lease = &I;
    E.name = K.callee && !InLambda ? qualifiedName(*K.callee) : "";
    E.detail = Same == SamePool::Yes ? Second.text : Second.type;
    E.certain = Same == SamePool::Yes;
    E.chain.assign(Chain.begin() + InLambda, Chain.end());
    E.trail = S.trail;
    NestedIn.insert({K.expr, Id});
    emit(std::move(E));
  }
}

/// A call that takes sessions from pools, somewhere below.
void Walker::takes(State &S, const Call &K) {
  const PoolCall Site{K.callee, K.object, K.args, K.effects};
  const auto Below = calledBelow(Site);
  for (const LambdaExpr *L : Below)
    if (const Effects *Inner = summaryOf(C, *L))
      for (const Takes &T : Inner->takes) {
        PoolId Pool = poolSeen(F, T.pool, {L->getCallOperator(), nullptr, {}, Inner});
        if (!isKnown(Pool) || T.chain.empty() || !T.chain.front().raw)
          continue;
        nested(S, K, Pool, T.chain, /*InLambda=*/true);
        noteTake(S, Pool, T.chain, T.lends);
      }
  if (!K.effects)
    return;
  auto ByThem = [&](const Step &Each) {
    const auto At = SourceLocation::getFromRawEncoding(Each.raw);
    return At.isValid() && llvm::any_of(Below, [&](const LambdaExpr *L) {
             return Ctx.getSourceManager().isPointWithin(At, L->getBeginLoc(), L->getEndLoc());
           });
  };
  for (const Takes &T : K.effects->takes) {
    PoolId Pool = poolSeen(F, T.pool, Site);
    if (!isKnown(Pool) || llvm::any_of(T.chain, ByThem))
      continue;
    std::vector<Step> Chain = T.chain;
    nested(S, K, Pool, Chain);
    prepend(Chain, stepAt(K.expr->getBeginLoc(), Ctx.getSourceManager(),
                          "calls '" + (K.callee ? qualifiedName(*K.callee) : "") + "' here"));
    noteTake(S, Pool, std::move(Chain), T.lends);
    if (!T.lends || InPool)
      continue;
    // pool.transaction([&](auto &session) {...}): what the callable takes is a second one.
    for (const Slot &L : K.effects->invokes) {
      const Expr *Callable = slotExpr(K, L);
      Value V = Callable ? eval(S, Callable) : Value();
      const auto *Lambda = V.kind == Value::Closure ? dyn_cast<LambdaExpr>(V.expr) : nullptr;
      const Effects *Inner = Lambda ? summaryOf(C, *Lambda) : nullptr;
      if (!Inner)
        continue;
      for (const Takes &Second : Inner->takes) {
        PoolId Other = poolSeen(F, Second.pool, {Lambda->getCallOperator(), nullptr, {}, Inner});
        SamePool Same = samePool(Pool, Other);
        if (Same == SamePool::No || Second.chain.empty() || !Second.chain.front().raw)
          continue;
        unsigned Id = leaseAt(K.expr, [&] {
          LeaseInfo I;
          I.site = K.expr;
          I.at = K.expr->getBeginLoc();
          I.pooled = true;
          I.pool = Pool;
          I.from = K.callee ? K.callee->getNameAsString() : "";
          return I;
        });
        Event E;
        E.kind = Event::NestedAcquire;
        E.at = SourceLocation::getFromRawEncoding(Second.chain.front().raw);
        E.lease = &R.leases[Id];
        E.detail = Same == SamePool::Yes ? Other.text : Other.type;
        E.certain = Same == SamePool::Yes;
        E.chain.assign(Second.chain.begin() + 1, Second.chain.end());
        E.trail = S.trail;
        emit(std::move(E));
      }
    }
  }
}

/// A callable that the caller gave is called while a session is held: it runs with a lease around.
void Walker::lends(State &S, const CallExpr &E) {
  const Expr *Called = nullptr;
  if (const auto *O = dyn_cast<CXXOperatorCallExpr>(&E))
    Called = O->getOperator() == OO_Call ? O->getArg(0) : nullptr;
  else if (!E.getDirectCallee())
    Called = E.getCallee();
  const auto *D = dyn_cast_or_null<DeclRefExpr>(strip(Called));
  if (const auto *K = dyn_cast_or_null<CallExpr>(strip(Called)); K && K->getNumArgs() == 1)
    D = dyn_cast_or_null<DeclRefExpr>(strip(K->getArg(0))); // std::forward<F>(f)(session)
  const auto *Parm = D ? dyn_cast<ParmVarDecl>(D->getDecl()) : nullptr;
  if (!Parm || Parm->getDeclContext() != &F)
    return;
  for (unsigned Id = 0; Id < S.leases.size(); ++Id)
    if (S.leases[Id].status == LeaseState::Held && R.leases[Id].origin == LeaseInfo::Acquired &&
        R.leases[Id].acquire.waits)
      for (Takes &T : R.summary.takes)
        if (T.pool == exportable(R.leases[Id].pool, F))
          T.lends = true;
}

} // namespace leasehold
