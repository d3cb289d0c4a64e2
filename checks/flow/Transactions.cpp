//===- Transactions.cpp - begin, commit, roll back, SQL texts -------------===//
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

Value Walker::beginObject(State &S, const Expr &Site, std::optional<unsigned> Lease,
                          const TypeTraits &T, llvm::StringRef Type, const Place *Owner) {
  unsigned Id = txnAt(&Site, [&] {
    TxnInfo I;
    I.site = &Site;
    I.at = Site.getBeginLoc();
    I.lease = Lease;
    I.object = true;
    I.readOnly = T.readOnly;
    I.singleUse = T.singleUse;
    I.onDestroy = T.onDestroy;
    I.type = Type.str();
    return I;
  });
  if (Lease)
    dealtWith(S, Value::lease(*Lease));
  S.txn(Id) = {.status = TxnState::Open, .owner = Owner};
  return Value::txn(Id);
}

void Walker::begin(State &S, const Value &On, const Stmt &Site, bool Autocommit) {
  if (On.kind == Value::Txn) {
    dealtWith(S, On);
    TxnState &T = S.txn(On.id);
    if (T.status != TxnState::Open)
      T = {.status = TxnState::Open, .owner = T.owner};
    return;
  }
  if (On.kind != Value::Lease)
    return;
  // Nothing begins on what is not there any more.
  if (const LeaseState &L = S.lease(On.id); L.status == LeaseState::Absent || L.spent())
    return;
  unsigned Id = txnAt(&Site, [&] {
    TxnInfo I;
    I.site = &Site;
    I.at = Site.getBeginLoc();
    I.lease = On.id;
    I.autocommit = Autocommit;
    I.name = R.leases[On.id].name;
    I.type = R.leases[On.id].type;
    I.endWith(R.leases[On.id]);
    return I;
  });
  dealtWith(S, On);
  TxnState &T = S.txn(Id);
  T = {.status = TxnState::Open};
  if (const auto *E = dyn_cast<Expr>(&Site);
      E && !E->getType()->isVoidType() && !isa<CXXConstructExpr>(E) && S.temps[E] != On)
    S.temps[E] = Value::begun(Id, !E->getType()->isIntegerType() || E->getType()->isBooleanType());
  S.step(Site.getBeginLoc(),
         Autocommit ? "autocommit is switched off here" : "the transaction begins here");
}

void Walker::finish(State &S, const Value &On, bool Commit, bool Certain, SourceLocation At) {
  auto End = [&](TxnState &T, const TxnInfo &I) {
    if (T.status != TxnState::Open && T.status != TxnState::Gone)
      return;
    T.status = !Certain ? TxnState::Gone : I.autocommit ? TxnState::Idle : TxnState::Ended;
    T.changed = At;
  };
  if (!Commit || !Certain)
    dealtWith(S, On);
  if (On.kind == Value::Txn) {
    End(S.txn(On.id), R.txns[On.id]);
    return;
  }
  if (On.kind != Value::Lease && On.kind != Value::Derived)
    return;
  bool Any = false;
  for (unsigned I = 0; I < S.txns.size(); ++I)
    if (R.txns[I].lease == On.id && R.txns[I].onSession()) {
      Any |= S.txns[I].status != TxnState::None;
      End(S.txns[I], R.txns[I]);
    }
  if (!Any)
    S.lease(On.id).endedEntryTxn = true;
}

void Walker::touch(State &S, const Value &On, TxnEffect::Kind Kind) {
  auto One = [&](unsigned I) {
    TxnState &T = S.txns[I];
    T.used = true;
    if (T.status == TxnState::Idle)
      T.status = TxnState::Open;
    if (Kind == TxnEffect::Write && T.status == TxnState::Open)
      T.wrote = true;
  };
  if (On.kind == Value::Txn)
    One((S.txn(On.id), On.id));
  else if (On.kind == Value::Lease || On.kind == Value::Derived)
    for (unsigned I = 0; I < S.txns.size(); ++I)
      if (R.txns[I].lease == On.id)
        One(I);
}

void Walker::transact(State &S, const Call &K, const TxnEffect &T) {
  Value On = slotValue(S, K, T.on);
  switch (T.kind) {
  case TxnEffect::Begin:
    if (T.certain)
      begin(S, On, *K.expr, false);
    return;
  case TxnEffect::Commit:
  case TxnEffect::Rollback:
    if (T.kind == TxnEffect::Rollback || T.either || !T.certain)
      dealtWith(S, On);
    else
      worksOn(S, On, *K.expr, "committed");
    finish(S, On, T.kind == TxnEffect::Commit, T.certain, K.expr->getBeginLoc());
    return;
  case TxnEffect::Write:
  case TxnEffect::Read:
    if (T.certain) {
      worksOn(S, On, *K.expr, "used");
      touch(S, On, T.kind);
    }
    return;
  }
}

const Expr *beginningOf(const Expr *E) {
  E = strip(E);
  for (unsigned Depth = 0; E && Depth < 12; ++Depth) {
    if (const auto *Con = dyn_cast<CXXConstructExpr>(E); Con && Con->getNumArgs() >= 1)
      E = strip(Con->getArg(0));
    else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E);
             O && (O->getOperator() == OO_Plus || O->getOperator() == OO_LessLess))
      E = strip(O->getArg(0));
    else if (const auto *L = dyn_cast<UserDefinedLiteral>(E); L && L->getNumArgs() >= 1)
      E = strip(L->getArg(0));
    else if (const auto *M = dyn_cast<CXXMemberCallExpr>(E);
             M && M->getMethodDecl() && M->getMethodDecl()->getDeclName().isIdentifier() &&
             (M->getMethodDecl()->getName() == "c_str" || M->getMethodDecl()->getName() == "data"))
      E = strip(M->getImplicitObjectArgument());
    else if (const auto *F2 = dyn_cast<CallExpr>(E);
             F2 && F2->getDirectCallee() && F2->getDirectCallee()->getDeclName().isIdentifier() &&
             F2->getNumArgs() >= 1 &&
             (F2->getDirectCallee()->getName() == "format" ||
              F2->getDirectCallee()->getName() == "QStringLiteral"))
      E = strip(F2->getArg(0));
    else if (const auto *D = dyn_cast<DeclRefExpr>(E)) {
      const auto *V = dyn_cast<VarDecl>(D->getDecl());
      // A named constant, or a local whose first value the text starts with.
      if (!V || !V->getInit() || isa<ParmVarDecl>(V))
        break;
      E = strip(V->getInit());
    } else
      break;
  }
  return E;
}

/// command("COMMIT"): a helper of the program is told to end what is open, on a session that it
/// reaches, as this function does, by a variable outside of functions.
void Walker::toldToEnd(State &S, const Call &K) {
  if (S.txns.empty() || !K.callee || !isUserCode(*K.callee) ||
      llvm::none_of(K.args, [](const Expr *A) {
        const auto *Text = dyn_cast_or_null<clang::StringLiteral>(beginningOf(A));
        if (!Text || Text->getCharByteWidth() != 1)
          return false;
        const SqlKind Kind = classifySql(Text->getString());
        return Kind == SqlKind::Commit || Kind == SqlKind::Rollback;
      }))
    return;
  for (unsigned Id = 0; Id < S.txns.size(); ++Id) {
    const Place *P = R.txns[Id].lease ? R.leases[*R.txns[Id].lease].place : nullptr;
    const auto *Root = P ? dyn_cast_or_null<VarDecl>(P->top()->root) : nullptr;
    if (Root && !Root->hasLocalStorage() && S.txns[Id].status == TxnState::Open)
      S.txns[Id].status = TxnState::Gone;
  }
}

void Walker::sql(State &S, const Call &K, const SqlText &T) {
  Value On = slotValue(S, K, T.on);
  if (T.text >= K.args.size())
    return;
  if (On.kind == Value::Txn)
    S.txn(On.id).used = true;
  const Expr *E = beginningOf(K.args[T.text]);
  SqlKind Kind = SqlKind::Unknown;
  if (const auto *Choice = dyn_cast_or_null<ConditionalOperator>(E)) {
    // ok ? "COMMIT" : "ROLLBACK"
    const auto *L = dyn_cast<clang::StringLiteral>(strip(Choice->getTrueExpr()));
    const auto *R2 = dyn_cast<clang::StringLiteral>(strip(Choice->getFalseExpr()));
    auto Ends = [](const clang::StringLiteral *Text) {
      if (!Text || Text->getCharByteWidth() != 1)
        return false;
      SqlKind K2 = classifySql(Text->getString());
      return K2 == SqlKind::Commit || K2 == SqlKind::Rollback;
    };
    if (Ends(L) && Ends(R2))
      Kind = SqlKind::Commit;
    else if (Ends(L) || Ends(R2))
      finish(S, On, true, false, K.expr->getBeginLoc());
  }
  if (const auto *L = dyn_cast_or_null<clang::StringLiteral>(E); L && L->getCharByteWidth() == 1) {
    Kind = classifySql(L->getString());
    // Several statements in one text: the transaction words decide.
    llvm::StringRef Rest = L->getString();
    if (Kind == SqlKind::Begin)
      while (Rest.contains(';')) {
        Rest = Rest.split(';').second;
        SqlKind Next = classifySql(Rest);
        if (Next == SqlKind::Commit || Next == SqlKind::Rollback)
          Kind = SqlKind::Read;
      }
  }
  if (Kind == SqlKind::Commit && !isa_and_nonnull<ConditionalOperator>(E))
    worksOn(S, On, *K.expr, "committed");
  else if (Kind == SqlKind::Write || Kind == SqlKind::Read)
    worksOn(S, On, *K.expr, "used");
  else if (Kind != SqlKind::Unknown)
    dealtWith(S, On);
  if (Kind == SqlKind::Savepoint && On.kind == Value::Lease)
    Savepoints.insert(On.id);
  switch (Kind) {
  case SqlKind::Begin:
    if (On.kind != Value::Txn)
      begin(S, On, *K.expr, false);
    return;
  case SqlKind::Commit:
  case SqlKind::Rollback:
    finish(S, On, Kind == SqlKind::Commit, true, K.expr->getBeginLoc());
    return;
  case SqlKind::Write:
    touch(S, On, TxnEffect::Write);
    return;
  case SqlKind::Read:
    touch(S, On, TxnEffect::Read);
    return;
  case SqlKind::Savepoint:
    return;
  case SqlKind::Unknown:
    // Text that comes in by a parameter.
    if (!isa_and_nonnull<clang::StringLiteral>(E) && On.kind == Value::Lease)
      if (const auto *D = dyn_cast_or_null<DeclRefExpr>(E); D && isa<ParmVarDecl>(D->getDecl())) {
        const auto *P = cast<ParmVarDecl>(D->getDecl());
        const LeaseInfo &I = R.leases[On.id];
        // run(conn, text): what the text does is known where it is written.
        if (P->getDeclContext() == &F && I.place && I.borrowed() && !R.summary.sql) {
          Slot Of = I.place->isSelf() ? Slot::self() : Slot();
          if (const auto *Session = dyn_cast_or_null<ParmVarDecl>(I.place->top()->root))
            Of = Slot::param(Session->getFunctionScopeIndex());
          else if (!I.place->isSelf())
            return;
          Of.path = I.place->path();
          R.summary.sql = SqlText{Of, P->getFunctionScopeIndex()};
        }
      }
    return;
  }
}

} // namespace leasehold
