//===- Calls.cpp - applying Effects at a call -----------------------------===//
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

Value Walker::resultOf(State &S, const Call &K) {
  QualType T = K.callee ? K.callee->getReturnType() : K.expr->getType();
  if (T->isVoidType() || T->isArithmeticType())
    return {};
  Carrier Kind = C.carrierOf(T);
  std::optional<unsigned> First;
  if (K.object) {
    std::set<unsigned> Of;
    reachable(S, eval(S, K.object), Of);
    if (!Of.empty())
      First = *Of.begin();
  }
  if (!First && !K.received.empty())
    First = *K.received.begin();
  switch (Kind.role()) {
  case Role::Session:
  case Role::Guard: {
    // An element of a container that the session was put into.
    if (const Place *P = resolve(S, K.expr); P && P->field == "[]")
      if (Value V = at(S, P, T); V.kind == Value::Lease)
        return V;
    if (First)
      return Value::lease(*First, /*Weak=*/true);
    // A view of what the call itself just opened, for its object.
    if (auto It = LeaseIds.find(K.expr);
        It != LeaseIds.end() && R.leases[It->second].origin == LeaseInfo::Acquired)
      return Value::lease(It->second, /*Weak=*/true);
    unsigned Id = leaseAt(K.expr, [&] {
      LeaseInfo I;
      I.origin = LeaseInfo::Unknown;
      I.site = K.expr;
      I.at = K.expr->getBeginLoc();
      I.held = Kind.traits->held;
      I.pooled = Kind.traits->pooled;
      I.threadAffine = Kind.traits->threadAffine;
      I.type = Kind.record->getNameAsString();
      I.from = K.callee ? K.callee->getNameAsString() : "";
      return I;
    });
    S.lease(Id).status = LeaseState::Held;
    return Value::lease(Id);
  }
  case Role::Transaction: {
    if (!K.callee || !Kind.traits)
      return {};
    // session.begin(), makeTransaction(session): a new transaction object.
    if (Kind.indirect && Kind.wrapper == Wrapper::None)
      return {};
    return beginObject(S, *K.expr, First, *Kind.traits, Kind.record->getName(),
                       Places.temporary(K.expr));
  }
  case Role::Result:
    if (Kind.traits->detached)
      return {};
    [[fallthrough]];
  default:
    break;
  }
  if (Kind.role() == Role::None && !T->isRecordType() && !T->isPointerType() &&
      !T->isReferenceType())
    return {};
  if (Kind.role() == Role::None && (T.getNonReferenceType()->isArithmeticType() ||
                                    (T->isPointerType() && !T->getPointeeType()->isRecordType() &&
                                     !T->getPointeeType()->isVoidType())))
    return {};
  if (const CXXRecordDecl *Rec = recordOf(T);
      Kind.role() == Role::None && (!Rec || !isUserCode(*Rec)))
    return {};
  return First ? Value::derived(*First) : Value();
}

/// The x of &x, where x is an object rather than a pointer to one.
static const Expr *objectOf(const Expr *E) {
  const auto *U = dyn_cast_or_null<UnaryOperator>(E ? strip(E) : nullptr);
  return U && U->getOpcode() == UO_AddrOf && U->getSubExpr()->getType()->isRecordType()
             ? U->getSubExpr()
             : nullptr;
}

/// Does the call ask whether a session can be used? Of a class of the program its method's name
/// says so.
std::optional<TellsAlive> Walker::asksAlive(const Call &K) {
  if (K.effects && K.effects->alive)
    return K.effects->alive;
  const auto *M = dyn_cast_or_null<CXXMethodDecl>(K.callee);
  if (!M || !K.object || !M->getReturnType()->isBooleanType() || M->getNumParams() != 0 ||
      !M->getDeclName().isIdentifier() || !isUserCode(*M) || !namesAlive(M->getName()) ||
      C.traitsOf(M->getParent()).role != Role::Session)
    return std::nullopt;
  return TellsAlive{Slot::self(), true};
}

void Walker::apply(Call &K, State &S) {
  for (const Expr *A : K.args)
    reachable(S, A, K.received);
  if (K.object && !isa<CXXThisExpr>(strip(K.object)))
    reachable(S, K.object, K.received);
  // workers.emplace_back([&] {...}) makes a thread in place.
  static const Effects StartsTask = [] {
    Effects Starts;
    Starts.background.push_back(Slot::param(0));
    Starts.backgroundRest = true;
    Starts.borrowsArguments = true;
    return Starts;
  }();
  if (const auto *M = dyn_cast_or_null<CXXMethodDecl>(K.callee);
      M && !K.effects && isContainer(M->getParent()) && M->getDeclName().isIdentifier() &&
      isOneOf(M->getName(), {"emplace_back", "emplace", "emplace_front", "push_back"}) &&
      !K.args.empty())
    if (const auto *Of = dyn_cast<ClassTemplateSpecializationDecl>(M->getParent());
        Of && Of->getTemplateArgs().size() > 0 &&
        Of->getTemplateArgs()[0].getKind() == TemplateArgument::Type &&
        C.carrierOf(Of->getTemplateArgs()[0].getAsType()).role() == Role::Task &&
        eval(S, K.args[0]).kind == Value::Closure)
      K.effects = &StartsTask;
  // co_await x: what a promise makes of x stands for x.
  if (isa_and_nonnull<CXXMethodDecl>(K.callee) && K.callee->getDeclName().isIdentifier() &&
      K.callee->getName() == "await_transform" && K.args.size() == 1) {
    S.temps[K.expr] = eval(S, K.args[0]);
    return;
  }
  flagsSet(S, K.callee);
  const Effects *E = K.effects;
  // A session that is handed out in a transaction: it begins when there is one.
  auto handedOut = [&](const TxnEffect &T) {
    return T.kind == TxnEffect::Begin &&
           llvm::any_of(E->acquires, [&](const Acquire &A) { return A.to == T.on; });
  };
  if (E)
    for (const Slot &U : E->usesMember)
      if (const Place *P = slotPlace(S, K, U)) {
        if (auto It = S.env.find(P); It != S.env.end() && It->second.kind == Value::Lease)
          K.received.insert(It->second.id);
        else if (auto Known = BorrowedAt.find(P); Known != BorrowedAt.end())
          K.received.insert(Known->second);
      }
  const auto *Member = dyn_cast_or_null<CXXMethodDecl>(K.callee);
  // A handler that does something with the session, or marks it, deals with the failure.
  for (unsigned Id : K.received)
    if (const CXXCatchStmt *H = S.lease(Id).swallowed;
        H && B.inHandler(K.expr, H) && (!Member || !Member->isConst()))
      S.lease(Id).swallowed = nullptr;
  askedOfGuard(S, K);
  if (vocabulary(K, S))
    return;
  uses(S, K);
  takes(S, K);
  toldToEnd(S, K);
  // Waiting for the task that works on the session is the session's own work.
  if (E)
    for (const Slot &J : E->joins) {
      Value V = slotValue(S, K, J);
      if (V.kind == Value::Task) {
        for (const auto &[Key, Ev] : PendingEvents)
          if (Key / 1024 == V.id)
            K.received.insert(Key % 1024);
      } else if (!V) {
        // One of several in a container: any of the tasks.
        K.received.insert(TaskLeases.begin(), TaskLeases.end());
      }
    }
  const std::optional<TellsAlive> Asks = asksAlive(K);
  for (unsigned Id : K.received) {
    S.lease(Id).used |= !Asks && !(Member && wrapperOf(Member->getParent()) != Wrapper::None);
    if (!Member || !Member->isConst())
      for (unsigned T = 0; T < S.txns.size(); ++T)
        if (R.txns[T].lease == Id && S.txns[T].status == TxnState::Open)
          R.txns[T].worked = true;
  }
  if (E && E->joins.empty() && E->background.empty())
    for (unsigned Id : K.received)
      touchTasks(S, Id);
  if (E && E->blocks && E->background.empty())
    slow(S, K);
  if (!O.repositories.empty()) {
    lends(K);
    acrossLayer(S, K);
  }

  // Whether it returns or throws, the task is over.
  if (E)
    for (const Slot &J : E->joins)
      if (Value V = slotValue(S, K, J); V.kind == Value::Task)
        joinTask(S, V.id);
  if (E && !E->throws.empty() && Exceptions && E->releases.empty() && !reportsByStatus(*K.callee) &&
      llvm::none_of(E->txn, [](const TxnEffect &T) { return T.kind == TxnEffect::Rollback; }) &&
      !(E->autocommit && E->autocommit->param < K.args.size() &&
        constant(K.args[E->autocommit->param]).value_or(0) != 0))
    unwind(S, K.expr, E->throws, K.callee ? K.callee->getNameAsString() : "call", &K);

  if (E) {
    if (!E->throws.empty() && !E->sql && E->txn.empty())
      for (unsigned Id : K.received)
        worksOn(S, Value::lease(Id), *K.expr, "used");
    if (E->sql)
      sql(S, K, *E->sql);
    for (const TxnEffect &T : E->txn)
      if (!handedOut(T) && !(T.kind == TxnEffect::Begin && K.callee &&
                             C.carrierOf(K.callee->getReturnType()).role() == Role::Transaction))
        transact(S, K, T);
    if (E->autocommit && E->autocommit->param < K.args.size()) {
      Value On = slotValue(S, K, E->autocommit->of);
      if (auto N = constant(K.args[E->autocommit->param])) {
        if (*N == 0) {
          begin(S, On, *K.expr, true);
        } else if (On.kind == Value::Lease) {
          for (unsigned I = 0; I < S.txns.size(); ++I)
            if (R.txns[I].lease == On.id && R.txns[I].autocommit)
              S.txns[I].status = TxnState::Ended;
          S.lease(On.id).endedEntryTxn = true;
        }
      } else {
        finish(S, On, true, false, K.expr->getBeginLoc());
      }
    }
    if (!E->background.empty())
      background(S, K);
    if (!E->handlers.empty())
      handlers(S, K);
    for (const Slot &D : E->detaches)
      if (Value V = slotValue(S, K, D); V.kind == Value::Task)
        for (const PendingTask &P :
             llvm::SmallVector<PendingTask, 4>(S.pending.begin(), S.pending.end()))
          if (P.task == V.id)
            touchTasks(S, P.lease);
    for (const Slot &I : E->invokes)
      if (const Expr *Callable = slotExpr(K, I))
        if (Value V = eval(S, Callable); V.kind == Value::Closure)
          invoke(S, V.expr, *K.expr);
    for (const Slot &L : E->releases)
      if (Value V = slotValue(S, K, L); V.kind == Value::Lease && fits(K, L, V.id)) {
        const Place *Guard = S.lease(V.id).owner;
        release(S, V.id, K.expr->getBeginLoc());
        S.lease(V.id).cutOff |= cutsOff(K);
        remains(S, K, L, V.id);
        if (E->refusal == Refusal::Unsaid)
          S.lease(V.id).remains = LeaseState::Refused;
        if (Guard && slotExpr(K, L) && slotExpr(K, L)->getType()->isPointerType() &&
            L.path.empty() && diesWithFunction(Guard))
          S.lease(V.id).behind = Guard;
        else if (R.leases[V.id].origin == LeaseInfo::Member && L.path.empty())
          S.lease(V.id).behind = memberGuard(S, slotExpr(K, L));
      } else if (V.kind == Value::Txn) {
        finish(S, V, false, true, K.expr->getBeginLoc());
      }
    for (const Slot &L : E->mayRelease) {
      Value V = slotValue(S, K, L);
      if ((llvm::is_contained(E->replaces, L) && replaced(S, K, V)) ||
          (V.kind == Value::Lease && outlives(K, L, V.id)))
        continue;
      if (V.kind == Value::Lease)
        S.lease(V.id).owner = nullptr;
      uncertain(S, V);
    }
    for (const Slot &L : E->keeps)
      if (Value V = slotValue(S, K, L);
          !(V.kind == Value::Lease && llvm::is_contained(E->replaces, L) && S.lease(V.id).spent()))
        keep(S, V, *K.expr);
    frees(S, K);
  }

  othersKnow(S, K);
  passedUnseen(S, K);

  // Nothing is known of the callee: it may do anything with what it is given.
  bool UserCode = K.callee && isUserCode(*K.callee);
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(K.callee);
  bool Overridable = Method && Method->isVirtual() && E &&
                     (E->origin == "summary" || E->origin == "overriders") &&
                     !Method->hasAttr<FinalAttr>() && !isa<CXXDestructorDecl>(Method) && !K.exact;
  if (!K.callee || ((!E || Overridable) && UserCode)) {
    for (unsigned I = 0; I < K.args.size(); ++I) {
      const Expr *A = K.args[I];
      QualType P = K.callee && I < K.callee->getNumParams() ? K.callee->getParamDecl(I)->getType()
                                                            : A->getType();
      Value V = eval(S, A);
      bool Const =
          (P->isReferenceType() || P->isPointerType()) && P->getPointeeType().isConstQualified();
      if (Const)
        continue;
      bool GuardByRef = V.kind == Value::Lease && S.lease(V.id).owner && P->isLValueReferenceType();
      if (!GuardByRef)
        uncertain(S, V);
      else
        for (unsigned T = 0; T < S.txns.size(); ++T)
          if (R.txns[T].lease == V.id && R.txns[T].onSession() &&
              S.txns[T].status == TxnState::Open)
            S.txns[T].status = TxnState::Gone;
      if (V.kind == Value::Lease && P->isRValueReferenceType()) {
        S.lease(V.id).status = LeaseState::Gone;
        S.lease(V.id).owner = nullptr;
      }
      std::set<unsigned> Inside;
      if ((V.kind == Value::Address || V.kind == Value::Closure || !V || V.plain()) &&
          !noneOfItsBusiness(*K.expr, I))
        reachable(S, A, Inside);
      for (unsigned Id : Inside)
        uncertain(S, Value::lease(Id));
      if (const Place *Where = V.kind == Value::Address ? V.place : resolve(S, A))
        for (auto &[Q, Part] : S.env)
          if (Part.kind == Value::Txn && Q->below(Where))
            uncertain(S, Part);
    }
    if (K.object) {
      Value V = eval(S, K.object);
      bool Const = Method && Method->isConst();
      if (!Const && V.kind == Value::Txn)
        uncertain(S, V);
      if (!Const && V.kind == Value::Derived)
        uncertain(S, Value::lease(V.id));
      if (const Place *P = resolve(S, K.object); P && !Const)
        for (auto &[Q, Part] : S.env)
          // While the object is made, no derived class has a say.
          if (Q != P && Q->below(P) &&
              !(Overridable && P->isSelf() && Part.kind == Value::Lease &&
                R.leases[Part.id].origin == LeaseInfo::Acquired && constructs()))
            uncertain(S, Part);
      if (!Const && isa<CXXThisExpr>(strip(K.object)))
        for (unsigned Id = 0; Id < S.leases.size(); ++Id)
          if (R.leases[Id].origin == LeaseInfo::Member)
            uncertain(S, Value::lease(Id));
    }
  } else if (!E && K.callee) {
    // A library function without a model borrows; a container keeps.
    bool Container = Method && isContainer(Method->getParent()) && !Method->isConst();
    bool Makes = isa<CXXConstructExpr>(K.expr) || (K.callee->getDeclName().isIdentifier() &&
                                                   K.callee->getName().starts_with("make_"));
    if (Container || Makes)
      for (const Expr *A : K.args) {
        Value V = eval(S, A);
        if (V.kind == Value::Task && K.object)
          if (const Place *Of = resolve(S, K.object))
            S.env[Places.child(Of, "[]")] = V;
        if (V.kind == Value::Lease && S.lease(V.id).owner && A->isLValue() && !A->isXValue() &&
            !A->getType()->isPointerType() && C.carrierOf(A->getType()).wrapper != Wrapper::Shared)
          continue;
        if (const Place *Element = collector(S, K, V)) {
          S.env[Element] = V;
          continue;
        }
        keep(S, V, *K.expr);
        if (const auto *List = dyn_cast<InitListExpr>(strip(A)))
          for (const Expr *Each : List->inits())
            keep(S, eval(S, Each), *K.expr);
        // An object kept by pointer or by value takes the sessions in its fields along.
        if (const Place *P = resolve(S, A); !P || !P->isSelf())
          for (const auto &[_, Inner] : partsIn(S, A))
            keep(S, Inner, *K.expr);
      }
  }

  if (E) {
    std::optional<Value> Same;
    if (E->same) {
      Value V = slotValue(S, K, E->same->as);
      // mysql_init(&member_), member_ = mysql_init(member_): there was no session in it before.
      if (!E->acquires.empty() && V.kind == Value::Lease &&
          R.leases[V.id].origin == LeaseInfo::Member &&
          (objectOf(slotExpr(K, E->same->as)) || S.lease(V.id).status == LeaseState::Held))
        V = {};
      if (V.kind == Value::Lease || V.kind == Value::Txn || V.kind == Value::Derived) {
        V.weak = V.weak || E->same->orNull;
        Same = V;
      }
    }
    bool SameGiven = Same.has_value();
    for (const Acquire &A : E->acquires) {
      if (SameGiven && A.to.kind == Slot::Return)
        continue; // mysql_init(&given)
      QualType T = A.to.kind == Slot::Return && K.callee ? K.callee->getReturnType() : QualType();
      if (A.to.kind == Slot::Param && A.to.index < K.args.size())
        T = K.args[A.to.index]->getType();
      if (A.to.kind == Slot::This && K.callee && Method)
        T = K.object ? K.object->getType() : K.expr->getType();
      if (A.to.kind == Slot::This && A.to.path.empty() && !K.self) {
        // session.open(...) on an object that is one already, or on a member.
        Value Old = slotValue(S, K, A.to);
        if (Old.kind == Value::Lease)
          S.lease(Old.id).remains = LeaseState::Unknown; // open again
        if (Old.kind == Value::Lease || (K.object && !isa<DeclRefExpr>(strip(K.object))))
          continue;
      }
      Value V = acquire(S, K, A, K.expr, T);
      if (E->same && A.to.kind == Slot::Return)
        if (const Expr *Object = objectOf(slotExpr(K, E->same->as));
            const Place *Given = Object ? resolve(S, Object) : slotPlace(S, K, E->same->as)) {
          // mysql_init(&m) initialises what it is given.
          if (Value Of = slotValue(S, K, E->same->as);
              Of.kind != Value::Null && Of.kind != Value::Int)
            store(S, Given, V, T, *K.expr);
        }
      if (A.to.kind == Slot::Return && A.to.path.empty()) {
        S.temps[K.expr] = V;
      } else if (const Place *P = slotPlace(S, K, A.to)) {
        // {conn, ok}: whether there is one is said by another part.
        if (A.to.kind == Slot::Return && !A.guarded)
          S.lease(V.id).status = LeaseState::Stored;
        if (A.to.kind == Slot::Param && R.leases[V.id].name.empty()) {
          if (const auto *Var = dyn_cast_or_null<VarDecl>(P->root))
            R.leases[V.id].name = Var->getNameAsString();
          else
            R.leases[V.id].name = P->field;
        }
        store(S, P, V, T, *K.expr);
        // What an object opens for itself is its own business, unless it dies in this function.
        if (A.to.kind == Slot::This && !A.to.path.empty() && !diesHere(P) &&
            S.lease(V.id).status == LeaseState::Held)
          S.lease(V.id).status = LeaseState::Stored;
        if (A.guarded && S.lease(V.id).status == LeaseState::Held)
          S.lease(V.id).owner = P;
        if (A.status != Acquire::Status::None)
          S.temps[K.expr] = Value::status(V.id);
      } else {
        S.lease(V.id).status = LeaseState::Gone;
      }
    }
    for (const TxnEffect &T : E->txn)
      if (handedOut(T))
        transact(S, K, T);
    for (const Assigns &A : E->assigns)
      if (Value V = slotValue(S, K, A.from))
        if (const Place *P = slotPlace(S, K, A.to)) {
          store(S, P, V, K.expr->getType(), *K.expr);
        }
    if (Same)
      S.temps[K.expr] = *Same;
    for (const Derives &D : E->derives) {
      Value V = slotValue(S, K, D.from);
      std::set<unsigned> Of;
      reachable(S, V, Of);
      if (Of.empty())
        continue;
      if (D.to.kind == Slot::Return) {
        if (Value Known = resultOf(S, K); Known.kind == Value::Lease || Known.kind == Value::Txn)
          S.temps[K.expr] = Known;
        else
          S.temps[K.expr] = Value::derived(*Of.begin());
      } else if (const Place *P = slotPlace(S, K, D.to)) {
        S.env[P] = Value::derived(*Of.begin());
      }
    }
  }
  // auto guard = finally([&] {...}): the callable goes into what is returned.
  if (!S.temps.contains(K.expr) && !isa<CXXConstructExpr>(K.expr) &&
      C.traitsOf(recordOf(K.expr->getType())).role == Role::ScopeGuard)
    for (const Expr *A : K.args)
      if (Value V = eval(S, A); V.kind == Value::Closure)
        S.temps[K.expr] = V;
  // db.inTransaction(), sqlite3_get_autocommit(db)
  if (!S.temps.contains(K.expr) && K.expr->getType()->isIntegerType() && K.callee &&
      K.callee->getDeclName().isIdentifier() && !K.received.empty()) {
    bool Inverted = K.callee->getName().contains_insensitive("autocommit");
    if (Inverted || K.callee->getName().contains_insensitive("intransaction") ||
        K.callee->getName().contains_insensitive("in_transaction")) {
      S.temps[K.expr].kind = Value::Asked;
      S.temps[K.expr].id = *K.received.begin();
      S.temps[K.expr].number = Inverted;
    }
  }
  if (Asks && !S.temps.contains(K.expr))
    if (Value V = slotValue(S, K, Asks->of); V.kind == Value::Lease)
      S.temps[K.expr] = Value::alive(V.id, Asks->nonzero);
  // PQresultStatus(result), query.isActive(): a status asked of a status.
  if (!S.temps.contains(K.expr) && K.expr->getType()->isIntegralOrEnumerationType())
    for (const Expr *A : K.args)
      if (Value V = eval(S, A); V.kind == Value::Begun)
        S.temps[K.expr] = Value::begun(V.id, true);
  if (E && (E->refusal == Refusal::UnlessZero || E->refusal == Refusal::IfZero) &&
      !S.temps.contains(K.expr))
    for (const Slot &L : E->releases)
      if (Value V = slotValue(S, K, L); V.kind == Value::Lease)
        S.temps[K.expr] = Value::gaveBack(V.id, E->refusal == Refusal::IfZero);
  if (E && E->constant && !Overridable && !S.temps.contains(K.expr))
    S.temps[K.expr] = Value::integer(*E->constant);
  if (!S.temps.contains(K.expr) && !isa<CXXConstructExpr>(K.expr))
    if (Value V = resultOf(S, K))
      S.temps[K.expr] = V;
  // A guard given by value died with the parameter.
  for (const Expr *A : K.args)
    if (Value V = eval(S, A); V.kind == Value::Lease && !A->isGLValue() &&
                              !isa<CXXConstructExpr>(K.expr) &&
                              S.lease(V.id).status == LeaseState::Held &&
                              S.lease(V.id).owner == Places.temporary(strip(A)) &&
                              !(S.temps.contains(K.expr) && S.temps[K.expr] == V))
      release(S, V.id, K.expr->getEndLoc());
  invalidate(S, K);
  if (E && !Overridable)
    emptied(S, K);
  if (E)
    receiveSpent(S, K);
}

/// fclose((FILE *)fd) gives nothing back: who takes a pointer does not take a number. Nor does
/// SQLFreeHandle(SQL_HANDLE_DBC, &handle): a library that takes any pointer is given the wrong one.
bool Walker::fits(const Call &K, const Slot &L, unsigned Lease) {
  if (L.kind != Slot::Param || !L.path.empty() || !K.callee || L.index >= K.callee->getNumParams())
    return true;
  QualType T = K.callee->getParamDecl(L.index)->getType().getNonReferenceType();
  if (R.leases[Lease].number())
    return !T->isPointerType() || !T->getPointeeType()->isRecordType();
  const auto *Address = dyn_cast<UnaryOperator>(strip(K.args[L.index]));
  if (T->isVoidPointerType() && Address && Address->getOpcode() == UO_AddrOf &&
      Address->getSubExpr()->getType()->isPointerType() &&
      llvm::StringRef(K.effects->origin).starts_with("model"))
    return false;
  return !T->isIntegralOrEnumerationType();
}

/// The element of a local container that `V` is put into, when it can be followed there: one
/// session, in a container whose ways are all in sight.
const Place *Walker::collector(State &S, const Call &K, const Value &V) {
  if (V.kind != Value::Lease || !K.object || B.loopOf(K.expr))
    return nullptr;
  const LeaseState &L = S.lease(V.id);
  const bool Closed = L.dangling();
  if (!(Closed || (L.status == LeaseState::Held && !V.weak)) || L.owner ||
      !K.callee->getDeclName().isIdentifier() ||
      !isOneOf(K.callee->getName(), {"push_back", "push_front", "insert"}))
    return nullptr;
  const Place *P = resolve(S, K.object);
  const auto *Var = P && !P->parent ? dyn_cast_or_null<VarDecl>(P->root) : nullptr;
  if (!Var || !Var->hasLocalStorage() || isa<ParmVarDecl>(Var) || Var->getDeclContext() != &F ||
      (!Closed && !isTame(*Var, F)))
    return nullptr;
  const Place *Element = Places.child(P, "[]");
  auto Known = S.env.find(Element);
  return Known == S.env.end() || Known->second == V ? Element : nullptr;
}

/// Is this part of a local object whose destructor is known?
bool Walker::diesHere(const Place *P) {
  const auto *Var = dyn_cast_or_null<VarDecl>(P->top()->root);
  if (!Var || !Var->hasLocalStorage())
    return false;
  const CXXRecordDecl *Rec = Var->getType()->getAsCXXRecordDecl();
  if (!Rec || wrapperOf(Rec) != Wrapper::None)
    return false;
  const CXXDestructorDecl *D = Rec->hasDefinition() ? Rec->getDestructor() : nullptr;
  return !D || D->isDefaulted() || D->hasBody() || C.effectsOf(D);
}

bool Walker::call(const Expr &E, State &S) {
  const auto &Ce = cast<CallExpr>(E);
  S.temps.erase(&E);
  if (!B.evaluated(&E))
    return true;
  Call K;
  K.expr = &E;
  K.callee = B.calleeOf(Ce);
  if (K.callee && K.callee->isNoReturn())
    return false;
  CallParts Parts = partsOf(E, K.callee);
  K.object = Parts.object;
  K.args = std::move(Parts.args);
  K.exact = isa<CXXMemberCallExpr>(E) && B.classOf(K.object);
  K.effects = inThisCase(K, C.effectsOf(K.callee, receiverType(K.object)));
  // A call of a lambda or of a std::function that holds one.
  if (const auto *O = dyn_cast<CXXOperatorCallExpr>(&Ce); O && O->getOperator() == OO_Call)
    if (Value V = eval(S, O->getArg(0)); V.kind == Value::Closure) {
      const auto *L = dyn_cast<LambdaExpr>(V.expr);
      if (L && !(K.callee == L->getCallOperator()))
        invoke(S, V.expr, E);
    }
  lends(S, Ce);
  apply(K, S);
  takesOut(S, K);
  return true;
}

} // namespace leasehold
