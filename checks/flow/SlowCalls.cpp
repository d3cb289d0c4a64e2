//===- SlowCalls.cpp - calls that may block -------------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "flow/Walker.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace leasehold {

namespace {

/// What a text may begin with: of "a" + x, of QString("a").arg(x), of a variable with such values.
struct Beginnings {
  explicit Beginnings(const Body &B) : B(B) {}

  const Body &B;
  llvm::SmallVector<llvm::StringRef, 2> literals;
  llvm::SmallVector<const ParmVarDecl *, 1> parameters;
  bool others = false;

  void of(const Expr *E, unsigned Depth = 0) {
    E = strip(E);
    if (!E || Depth > 8)
      others = true;
    else if (const auto *L = dyn_cast<clang::StringLiteral>(E); L && L->getCharByteWidth() == 1)
      literals.push_back(L->getString());
    else if (const auto *D = dyn_cast<DeclRefExpr>(E))
      variable(dyn_cast<VarDecl>(D->getDecl()), Depth);
    else if (const auto *K = dyn_cast<CXXConstructExpr>(E); K && K->getNumArgs())
      of(K->getArg(0), Depth + 1);
    else if (const auto *M = dyn_cast<CXXMemberCallExpr>(E))
      of(M->getImplicitObjectArgument(), Depth + 1);
    else if (const auto *Any = dyn_cast<CallExpr>(E); Any && Any->getNumArgs())
      of(Any->getArg(0), Depth + 1);
    else
      others = true;
  }

private:
  llvm::SmallPtrSet<const VarDecl *, 4> Seen;

  void variable(const VarDecl *V, unsigned Depth) {
    if (V && !Seen.insert(V).second)
      return; // name = name + "..."
    if (const auto *P = dyn_cast_or_null<ParmVarDecl>(V)) {
      parameters.push_back(P);
      return;
    }
    bool Any = false;
    // QString name; means nothing yet.
    const Expr *Init = V && V->hasLocalStorage() && V->getInit() ? strip(V->getInit()) : nullptr;
    if (const auto *K = dyn_cast_or_null<CXXConstructExpr>(Init); Init && (!K || K->getNumArgs())) {
      of(Init, Depth + 1);
      Any = true;
    }
    for (const CallSite &S : B.calls)
      if (const auto *O = dyn_cast<CXXOperatorCallExpr>(S.expr);
          O && O->getOperator() == OO_Equal && O->getNumArgs() == 2)
        if (const auto *To = dyn_cast_or_null<DeclRefExpr>(strip(O->getArg(0)));
            To && To->getDecl() == V) {
          of(O->getArg(1), Depth + 1);
          Any = true;
        }
    others |= !Any;
  }
};

} // namespace

std::optional<Unless> textSays(const Unless &U, const Expr *Object,
                               llvm::ArrayRef<const Expr *> Args, const Body &B) {
  if (U.madeFrom.empty())
    return std::nullopt;
  Beginnings Of(B);
  Of.of(!U.given ? Object : U.param < Args.size() ? Args[U.param] : nullptr);
  if (Of.others || Of.parameters.size() > 1 ||
      !llvm::all_of(Of.literals,
                    [&](llvm::StringRef Text) { return Text.starts_with(U.madeFrom); }))
    return std::nullopt;
  Unless Left = U;
  Left.given = !Of.parameters.empty();
  if (Left.given)
    Left.param = Of.parameters.front()->getFunctionScopeIndex();
  return Left;
}

bool Walker::blocksNow(State &S, const Call &K, const Blocking &Blocks, const Stmt *Since) {
  for (const Unless &U : Blocks.unless) {
    if (const auto Says = textSays(U, K.object, K.args, B); Says && !Says->given)
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

/// Is what `K` returns assigned to the name of this lease? A session that is lost, then, is
/// replaced.
bool Walker::replaces(State &S, const Stmt *In, const Call &K, unsigned Lease) {
  if (!In)
    return false;
  const Expr *To = nullptr, *What = nullptr;
  if (const auto *O = dyn_cast<BinaryOperator>(In); O && O->getOpcode() == BO_Assign) {
    To = O->getLHS();
    What = O->getRHS();
  } else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(In);
             O && O->getOperator() == OO_Equal && O->getNumArgs() == 2) {
    To = O->getArg(0);
    What = O->getArg(1);
  }
  if (What && strip(What) == K.expr) {
    auto Came = BorrowedAt.find(resolve(S, To));
    return Came != BorrowedAt.end() && Came->second == Lease;
  }
  return llvm::any_of(In->children(),
                      [&](const Stmt *Each) { return replaces(S, Each, K, Lease); });
}

/// A method of the guard that has the lease, of a class of the program: it says nothing of that
/// itself, since whoever made the guard holds the session. That it waits for the server to come
/// back is its business.
bool Walker::ofItsGuard(State &S, const Call &K, unsigned Lease) {
  const auto *M = dyn_cast_or_null<CXXMethodDecl>(K.callee);
  const Place *Owner = S.leases[Lease].owner;
  return M && Owner && K.object && R.leases[Lease].pooled && isUserCode(*M) &&
         K.effects->blocks->kind != "sleep" && C.traitsOf(M->getParent()).role == Role::Guard &&
         resolve(S, K.object) == Owner;
}

void Walker::slow(State &S, const Call &K) {
  if (InPool || !K.effects->blocks || K.effects->nonblocking)
    return;
  const Blocking &Blocks = *K.effects->blocks;
  for (unsigned Id = 0; Id < S.leases.size(); ++Id) {
    const LeaseInfo &I = R.leases[Id];
    // What takes a second session is told of that; it should run without the first anyhow.
    if (NestedIn.contains({K.expr, Id}))
      continue;
    if ((K.received.contains(Id) && !ofItsGuard(S, K, Id)) || !scarce(S, Id))
      continue;
    // main waits between attempts before it serves anybody.
    if (IsMain && Blocks.kind == "sleep")
      continue;
    if (!blocksNow(S, K, Blocks, I.site) || (I.borrowed() && replaces(S, F.getBody(), K, Id)))
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
