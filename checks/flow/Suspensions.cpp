//===- Suspensions.cpp - a coroutine that waits while it holds a lease ----===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "flow/Walker.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace leasehold {

namespace {

bool mentions(const Stmt *S, const VarDecl *V) {
  if (!S)
    return false;
  if (const auto *D = dyn_cast<DeclRefExpr>(S); D && D->getDecl() == V)
    return true;
  return llvm::any_of(S->children(), [&](const Stmt *Child) { return mentions(Child, V); });
}

/// await_ready() of a visible body that says nothing but `true`.
bool saysTrue(const Expr *Ready) {
  const auto *K = dyn_cast_or_null<CallExpr>(strip(Ready));
  const FunctionDecl *F = K ? K->getDirectCallee() : nullptr;
  const auto *Block = F ? dyn_cast_or_null<CompoundStmt>(F->getBody()) : nullptr;
  if (!Block || Block->size() != 1)
    return false;
  const auto *Ret = dyn_cast<ReturnStmt>(Block->body_front());
  const auto *True =
      Ret ? dyn_cast_or_null<CXXBoolLiteralExpr>(strip(Ret->getRetValue())) : nullptr;
  return True && True->getValue();
}

/// The expression that was written, which a promise's await_transform may have wrapped.
const Expr *awaited(const CoroutineSuspendExpr &E) {
  const Expr *Operand = strip(E.getOperand());
  if (const auto *K = dyn_cast_or_null<CallExpr>(Operand))
    if (const FunctionDecl *F = K->getDirectCallee();
        F && F->getDeclName().isIdentifier() && K->getNumArgs() >= 1 &&
        (F->getName() == "await_transform" || F->getName() == "yield_value"))
      return strip(K->getArg(0));
  return Operand;
}

} // namespace

bool Walker::goesOnAtOnce(const CoroutineSuspendExpr &E) {
  return saysTrue(E.getReadyExpr()) ||
         llvm::any_of(std::initializer_list<const Expr *>{awaited(E), strip(E.getOperand())},
                      [&](const Expr *X) {
                        return X && C.traitsOf(recordOf(X->getType())).role == Role::Ready;
                      });
}

/// The leases that an awaitable was given, however it was made: session.query(), a variable that
/// such a call initialised, a group into which one was put. What was read with a session and is
/// an argument's argument is only data.
void Walker::given(State &S, const Stmt *To, std::set<unsigned> &Leases, unsigned Calls,
                   unsigned Variables) {
  if (!To)
    return;
  if (const auto *E = dyn_cast<Expr>(To))
    if (Calls < 2 || eval(S, E).kind != Value::Derived)
      reachable(S, E, Leases);
  if (isa<CXXThisExpr>(To))
    for (unsigned Id = 0; Id < S.leases.size(); ++Id)
      if (R.leases[Id].origin == LeaseInfo::Member)
        Leases.insert(Id);
  // A part of a variable is data; so is what awaiting gave.
  if (isa<MemberExpr>(To) && isa<FieldDecl>(cast<MemberExpr>(To)->getMemberDecl()))
    Variables = 3;
  if (const auto *D = dyn_cast<DeclRefExpr>(To); D && Variables < 3)
    if (const auto *V = dyn_cast<VarDecl>(D->getDecl());
        V && V->hasLocalStorage() && !isa<ParmVarDecl>(V) && recordOf(V->getType()) &&
        !isa_and_nonnull<CoroutineSuspendExpr>(V->getInit() ? strip(V->getInit()) : nullptr)) {
      given(S, V->getInit(), Leases, Calls, Variables + 1);
      for (const CallSite &Site : B.calls)
        if (isa<CallExpr>(Site.expr) && mentions(Site.expr, V))
          for (const Stmt *Child : Site.expr->children())
            if (!mentions(Child, V))
              given(S, Child, Leases, Calls + 1, 3);
    }
  if (isa<LambdaExpr>(To))
    return;
  for (const Stmt *Child : To->children())
    given(S, Child, Leases, Calls + isa<CallExpr>(To), Variables);
}

void Walker::suspend(State &S, const CoroutineSuspendExpr &E) {
  const auto *Await = dyn_cast<CoawaitExpr>(&E);
  if (InPool || (Await && Await->isImplicit()) || !B.evaluated(&E) || goesOnAtOnce(E))
    return;
  const Expr *Awaited = awaited(E);
  if (const auto *K = dyn_cast_or_null<CallExpr>(Awaited)) {
    const auto *M = dyn_cast<CXXMemberCallExpr>(K);
    const Effects *Made = C.effectsOf(K->getDirectCallee(),
                                      receiverType(M ? M->getImplicitObjectArgument() : nullptr));
    // Waiting for another session is a nested acquire; one that blocks is a slow call.
    if (Made && (!Made->acquires.empty() || (Made->blocks && !Made->nonblocking)))
      return;
  }
  std::set<unsigned> Given;
  if (Await)
    given(S, E.getOperand(), Given);
  for (unsigned Id = 0; Id < S.leases.size(); ++Id) {
    const LeaseInfo &I = R.leases[Id];
    // How long a generator's caller keeps its own session between two values is up to the caller.
    if (Given.contains(Id) || (!Await && I.borrowed()) || !scarce(S, Id))
      continue;
    Event V;
    V.kind = Event::Suspend;
    V.at = E.getKeywordLoc();
    V.lease = &I;
    V.txn = openOn(S, Id);
    V.name = Await ? "co_await" : "co_yield";
    V.detail = describe(Awaited);
    V.trail = S.trail;
    emit(std::move(V));
  }
}

} // namespace leasehold
