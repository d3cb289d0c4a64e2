//===- Statements.cpp - statements and rows that are freed ----------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// mysql_stmt_close(s), sqlite3_finalize(s), PQclear(r): what a C library makes from a session is
// freed by a call, and nobody may use it afterwards. Nothing is said of what is not freed. Followed
// are the function's own variables only: what a field holds may be changed by any call.
//
//===----------------------------------------------------------------------===//

#include "flow/Walker.h"

using namespace clang;

namespace leasehold {

/// The variable whose statement, or rows, the slot of a call names; null: none that is followed.
const Place *Walker::freeable(State &S, const Call &K, const Slot &L) {
  const Expr *E = L.path.empty() && L.kind == Slot::Param ? slotExpr(K, L) : nullptr;
  if (!E || !E->getType()->isPointerType())
    return nullptr;
  const Place *P = resolve(S, E);
  const auto *V = P && !P->parent ? dyn_cast_or_null<VarDecl>(P->root) : nullptr;
  if (!V || !V->hasLocalStorage() || V->getDeclContext() != &F || V->getType()->isReferenceType() ||
      !V->getType()->isPointerType())
    return nullptr;
  return P;
}

/// What the call frees: by its type a statement or rows, or made from a session before.
void Walker::frees(State &S, const Call &K) {
  if (const auto *M = dyn_cast_or_null<CXXMethodDecl>(K.callee); M && M->isVirtual())
    return;
  for (const Slot &L : K.effects->frees)
    if (const Place *P = freeable(S, K, L)) {
      const Role Kind = C.carrierOf(slotExpr(K, L)->getType()).role();
      auto Now = S.env.find(P);
      const bool Made = Now != S.env.end() && Now->second.kind == Value::Derived;
      const bool Empty = Now != S.env.end() && Now->second.kind == Value::Null;
      if ((Made || Kind == Role::Statement || Kind == Role::Result) && !Empty)
        S.env[P] = Value::freed(K.expr, K.effects->tellsServer);
    }
  for (const Slot &L : K.effects->freesAll)
    if (const Value Of = slotValue(S, K, L); Of.kind == Value::Lease)
      for (auto &[P, V] : S.env)
        if (V == Value::derived(Of.id) && !P->parent && P->root)
          V = Value::freed(K.expr, false);
}

/// die("..."), exit_nicely(conn): may the program end in there, although nothing says so?
static bool mayEnd(const FunctionDecl &F, unsigned Depth = 0) {
  if (!isUserCode(F) || !F.getReturnType()->isVoidType() || Depth > 3)
    return false;
  const FunctionDecl *Defined = nullptr;
  if (!F.hasBody(Defined))
    return true;
  const auto *Block = dyn_cast<CompoundStmt>(Defined->getBody());
  const Stmt *Last = Block && !Block->body_empty() ? Block->body_back() : nullptr;
  const auto *Of = dyn_cast_or_null<Expr>(Last);
  const auto *Call = Of ? dyn_cast<CallExpr>(Of->IgnoreImplicit()) : nullptr;
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee && (Callee->isNoReturn() || mayEnd(*Callee, Depth + 1));
}

/// Does a library get a statement, or rows, that were freed before?
void Walker::usedAfterFree(State &S, const Call &K) {
  auto IsFreed = [](const auto &Each) { return Each.second.kind == Value::Freed; };
  if (llvm::none_of(S.env, IsFreed))
    return;
  if (mayEnd(*K.callee)) {
    std::erase_if(S.env, IsFreed);
    return;
  }
  const bool Modelled = K.effects && llvm::StringRef(K.effects->origin).starts_with("model");
  for (unsigned I = 0; I < K.args.size(); ++I) {
    const Slot L = Slot::param(I);
    const Place *P = freeable(S, K, L);
    auto Now = P ? S.env.find(P) : S.env.end();
    if (Now == S.env.end() || Now->second.kind != Value::Freed)
      continue;
    const Expr *By = Now->second.expr;
    const bool Again = K.effects && llvm::is_contained(K.effects->frees, L);
    if (I >= K.callee->getNumParams())
      continue;
    // SQLExecute(void *): of the same library that freed it.
    const Role Kind = C.carrierOf(K.callee->getParamDecl(I)->getType()).role();
    const auto *Freeing = dyn_cast<CallExpr>(By);
    const Effects *Then = Freeing ? C.effectsOf(Freeing->getDirectCallee()) : nullptr;
    const bool Takes = Kind == Role::Statement || Kind == Role::Result
                           ? Modelled || (K.callee->isExternC() && !isUserCode(*K.callee))
                           : Modelled && Then && Then->origin == K.effects->origin;
    if (!Again && !Takes)
      continue;
    Event Ev;
    Ev.kind = Again ? Event::FreedTwice : Event::UsedAfterFree;
    Ev.at = K.expr->getBeginLoc();
    Ev.name = describe(K.args[I]);
    Ev.detail = Kind == Role::Result ? "result" : "statement";
    Ev.exitAt = By->getBeginLoc();
    Ev.trail = S.trail;
    emit(std::move(Ev));
    S.env.erase(P); // one report on a path
  }
}

/// Does it close what it releases? Of a pool's method the shape does not say so, but the body.
bool Walker::cutsOff(const Call &K) {
  const Effects *Body = K.effects->cutsOff ? K.effects : C.summary(K.callee);
  return Body && Body->cutsOff;
}

/// Is a server told of it on a session that was given back, and that others may have by now?
bool Walker::tellsOthers(const State &S, const Call &K, const Value &Of) const {
  if (!K.effects || !K.effects->tellsServer || Of.kind != Value::Derived)
    return false;
  const LeaseInfo &I = R.leases[Of.id];
  return I.pooled && I.origin == LeaseInfo::Acquired && !S.leaseOrNone(Of.id).cutOff;
}

/// Parameters that every path frees.
void Walker::freedParameters(const std::vector<const ExitFact *> &Normal) {
  for (const ParmVarDecl *Parm : F.parameters()) {
    const Slot L = Slot::param(Parm->getFunctionScopeIndex());
    if (givenAnother(L))
      continue;
    const Place *P = Places.root(Parm);
    bool Freed = true, Told = false;
    for (const ExitFact *X : Normal) {
      auto Now = X->env.find(P);
      Freed &= Now != X->env.end() && Now->second.kind == Value::Freed;
      Told |= Freed && Now->second.number != 0;
    }
    if (Freed) {
      R.summary.frees.push_back(L);
      R.summary.tellsServer |= Told;
    }
  }
}

} // namespace leasehold
