//===- Tasks.cpp - closures, background work, smart pointers --------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "flow/Walker.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace leasehold {

/// The leases that a lambda or a bound call takes along, and how.
void Walker::captures(State &S, const Expr *Callable, std::vector<Captured> &Out,
                      std::vector<std::string> *Members) {
  Callable = strip(Callable);
  if (const auto *L = dyn_cast_or_null<LambdaExpr>(Callable)) {
    unsigned I = 0;
    for (auto Init = L->capture_init_begin(); Init != L->capture_init_end(); ++Init, ++I) {
      const LambdaCapture &K = *(L->capture_begin() + I);
      if (K.capturesThis()) {
        if (Members)
          if (const Effects *E = C.summary(L->getCallOperator()))
            for (const Slot &U : E->usesMember)
              if (!U.path.empty())
                Members->push_back(U.path.front());
        // What this function stored in a field of the object goes along with it.
        continue;
      }
      if (!K.capturesVariable())
        continue;
      const auto *V = dyn_cast<VarDecl>(K.getCapturedVar());
      if (!V)
        continue;
      const Place *P = Places.root(V);
      if (auto It = S.env.find(P); It != S.env.end() && It->second.kind == Value::Address)
        P = It->second.place;
      Carrier Kind = C.carrierOf(V->getType());
      if (Kind.role() == Role::Pool ||
          (Kind.role() == Role::Result && Kind.traits->detached && !S.env.contains(P)))
        continue;
      std::set<unsigned> Leases;
      auto It = S.env.find(P);
      if (It != S.env.end())
        reachable(S, It->second, Leases, 1);
      else if (Value Of = at(S, P, V->getType()))
        reachable(S, Of, Leases, 1);
      else
        reachable(S, Value::address(P), Leases, 1);
      bool Moved = L->isInitCapture(&K) && *Init &&
                   (isa<CXXConstructExpr>(strip(*Init)) &&
                    cast<CXXConstructExpr>(strip(*Init))->getConstructor()->isMoveConstructor());
      for (unsigned Id : Leases)
        Out.push_back({Id, V->getNameAsString(), Moved,
                       Moved                             ? "moved into"
                       : K.getCaptureKind() == LCK_ByRef ? "captured by reference in"
                                                         : "captured by"});
    }
    return;
  }
  // std::bind(&Dao::save, this, conn): its arguments go along.
  if (const auto *Ce = dyn_cast_or_null<CallExpr>(Callable)) {
    for (const Expr *A : Ce->arguments()) {
      std::set<unsigned> Leases;
      if (C.carrierOf(A->getType()).role() == Role::Pool)
        continue;
      reachable(S, A, Leases);
      for (unsigned Id : Leases)
        Out.push_back({Id, describe(A), false, "bound to"});
    }
  }
}

void Walker::background(State &S, Call &K) {
  const Effects &E = *K.effects;
  std::vector<Captured> Taken;
  std::vector<std::string> Members;
  unsigned From = ~0U;
  auto Consider = [&](const Expr *A) {
    Value V = eval(S, A);
    if (V.kind == Value::Closure) {
      captures(S, V.expr, Taken, &Members);
      return;
    }
    if (const auto *Ce = dyn_cast<CallExpr>(strip(A));
        Ce && Ce->getDirectCallee() && Ce->getDirectCallee()->getDeclName().isIdentifier() &&
        Ce->getDirectCallee()->getName().starts_with("bind")) {
      captures(S, Ce, Taken, &Members);
      return;
    }
    Carrier Kind = C.carrierOf(A->getType());
    if (Kind.role() == Role::Pool || (Kind.role() == Role::Result && Kind.traits->detached))
      return;
    // &Class::method with `this`: what the method uses of the object's sessions.
    const Expr *Fn = strip(A);
    if (const auto *U = dyn_cast<UnaryOperator>(Fn); U && U->getOpcode() == UO_AddrOf)
      Fn = strip(U->getSubExpr());
    if (const auto *D = dyn_cast<DeclRefExpr>(Fn))
      if (const auto *M = dyn_cast<CXXMethodDecl>(D->getDecl())) {
        if (const Effects *Summary = C.summary(M))
          for (const Slot &U : Summary->usesMember)
            if (!U.path.empty())
              Members.push_back(U.path.front());
        return;
      }
    std::set<unsigned> Leases;
    reachable(S, A, Leases);
    for (unsigned Id : Leases)
      Taken.push_back({Id, describe(A), false, "passed to"});
  };
  for (const Slot &L : E.background) {
    if (L.kind == Slot::Param)
      From = std::min(From, L.index);
    if (const Expr *A = slotExpr(K, L))
      Consider(A);
  }
  if (E.backgroundRest && From != ~0U)
    for (unsigned I = From; I < K.args.size(); ++I)
      if (!llvm::is_contained(E.background, Slot::param(I)))
        Consider(K.args[I]);

  auto [It, New] = TaskIds.try_emplace(K.expr, 0);
  if (New) {
    bool Async =
        K.callee && K.callee->getDeclName().isIdentifier() && K.callee->getName() == "async";
    TaskSites.push_back({K.expr, Async});
    It->second = static_cast<unsigned>(TaskSites.size() - 1);
  }
  unsigned Task = It->second;
  // group.run(...) twice is one group to wait for.
  if (E.handle && E.handle->kind == Slot::This && !K.self)
    if (const Place *P = slotPlace(S, K, *E.handle))
      if (auto Known = S.env.find(P); Known != S.env.end() && Known->second.kind == Value::Task)
        Task = Known->second.id;
  if (E.handle) {
    if (E.handle->kind == Slot::Return || K.self)
      S.temps[K.expr] = Value::task(Task);
    else if (const Place *P = slotPlace(S, K, *E.handle))
      S.env[P] = Value::task(Task);
    if (K.self)
      S.env[K.self] = Value::task(Task);
  }
  std::set<unsigned> Seen;
  for (const Captured &T : Taken)
    TaskLeases.insert(T.lease);
  for (const Captured &T : Taken) {
    const LeaseState &L = S.lease(T.lease);
    const LeaseInfo &I = R.leases[T.lease];
    if (!Seen.insert(T.lease).second)
      continue;
    if (L.status != LeaseState::Held && L.status != LeaseState::Stored)
      continue;
    if (I.held == Held::Never && I.origin != LeaseInfo::Acquired)
      continue;
    Event Ev;
    Ev.kind = E.blocks && E.blocks->websocketRead ? Event::ToHandler : Event::ToTask;
    Ev.at = K.expr->getBeginLoc();
    Ev.lease = &I;
    Ev.name = T.name;
    Ev.detail = T.how;
    Ev.trail = S.trail;
    if (K.callee)
      Ev.chain.push_back({0, "", 0, 0, qualifiedName(*K.callee)});
    // With a handle that can be joined the verdict waits for what comes next.
    if (E.handle && !T.moved) {
      PendingEvents[Task * 1024 + T.lease] = std::move(Ev);
      PendingTask P{Task, T.lease};
      if (!llvm::is_contained(S.pending, P))
        S.pending.push_back(P);
    } else {
      emit(std::move(Ev));
    }
    if (T.moved) {
      S.lease(T.lease).status = LeaseState::Gone;
      S.lease(T.lease).owner = nullptr;
    }
  }
  // A raw session that a task was given is given back there, or not: not our verdict.
  for (const Captured &T : Taken)
    if (!S.lease(T.lease).owner && !E.handle && S.lease(T.lease).status == LeaseState::Held &&
        R.leases[T.lease].origin == LeaseInfo::Acquired)
      S.lease(T.lease).status = LeaseState::Gone;

  // std::thread([this] {...}).detach()
  auto Detached = [&](const Expr *Site) {
    for (const CallSite &Each : B.calls)
      if (const auto *M = dyn_cast<CXXMemberCallExpr>(Each.expr))
        if (strip(M->getImplicitObjectArgument()) == Site)
          if (const Effects *On = C.effectsOf(M->getMethodDecl(), {}); On && !On->detaches.empty())
            return true;
    return false;
  };
  for (const std::string &Name : Members) {
    const auto *M = dyn_cast<CXXMethodDecl>(&F);
    if (!M)
      continue;
    const CXXRecordDecl *Rec = M->getParent();
    if (Rec->isLambda())
      continue;
    for (const FieldDecl *Field : Rec->fields()) {
      Carrier Kind = C.carrierOf(Field->getType());
      if (Field->getName() != Name || !isSessionLike(Kind.role()))
        continue;
      // A task whose handle the object keeps is part of the object.
      bool Kept = E.handle.has_value() && !isa<CXXMemberCallExpr>(K.expr);
      if (!Kind.traits->threadAffine && !(Kind.role() == Role::Guard && Kind.traits->pooled &&
                                          !Kind.indirect && (!Kept || Detached(K.expr))))
        continue;
      Event Ev;
      Ev.kind = Event::MemberInTask;
      Ev.at = K.expr->getBeginLoc();
      Ev.name = Name;
      Ev.detail = Kind.record->getNameAsString();
      if (K.callee)
        Ev.chain.push_back({0, "", 0, 0, qualifiedName(*K.callee)});
      Ev.trail = S.trail;
      emit(std::move(Ev));
    }
  }
}

void Walker::touchTasks(State &S, unsigned Lease) {
  for (auto It = S.pending.begin(); It != S.pending.end();) {
    if (It->lease != Lease) {
      ++It;
      continue;
    }
    auto Ev = PendingEvents.find(It->task * 1024 + It->lease);
    if (Ev != PendingEvents.end())
      emit(Ev->second);
    It = S.pending.erase(It);
  }
}

void Walker::joinTask(State &S, unsigned Task) {
  llvm::erase_if(S.pending, [&](const PendingTask &P) { return P.task == Task; });
}

/// std::async(...); as a statement of its own: the future dies at the semicolon, and waits.
void Walker::discardedAsync(State &S, unsigned Task) {
  static const Effects Waits = [] {
    Effects E;
    E.blocks = Blocking{
        "join", "starts a task and waits for it at the end of the statement", {}, {}, false, false,
        {}};
    return E;
  }();
  Call K;
  K.expr = TaskSites[Task].site;
  K.callee = cast<CallExpr>(K.expr)->getDirectCallee();
  K.effects = &Waits;
  for (const PendingTask &P : S.pending)
    if (P.task == Task)
      K.received.insert(P.lease);
  slow(S, K);
  joinTask(S, Task);
}

void Walker::handlers(State &S, Call &K) {
  if (K.effects->handlersOf) {
    const Expr *Socket = slotExpr(K, *K.effects->handlersOf);
    const CXXRecordDecl *Rec = Socket ? recordOf(Socket->getType()) : nullptr;
    Role Kind = C.traitsOf(Rec).role;
    if (Kind != Role::WebSocket && Kind != Role::ClientSocket && !C.servesOneClient(Rec))
      return;
  }
  for (const Slot &L : K.effects->handlers) {
    const Expr *A = slotExpr(K, L);
    if (!A)
      continue;
    Value V = eval(S, A);
    std::vector<Captured> Taken;
    if (V.kind == Value::Closure)
      captures(S, V.expr, Taken);
    else if (isa<CallExpr>(strip(A)))
      captures(S, A, Taken);
    for (const Captured &T : Taken) {
      const LeaseState &State = S.lease(T.lease);
      if (R.leases[T.lease].held != Held::Always)
        continue;
      if (State.status != LeaseState::Held && State.status != LeaseState::Stored)
        continue;
      Event Ev;
      Ev.kind = Event::ToHandler;
      Ev.at = K.expr->getBeginLoc();
      Ev.lease = &R.leases[T.lease];
      Ev.name = T.name;
      Ev.detail = T.how;
      Ev.trail = S.trail;
      if (K.callee)
        Ev.chain.push_back({0, "", 0, 0, qualifiedName(*K.callee)});
      emit(std::move(Ev));
      if (T.moved || !State.owner)
        S.lease(T.lease).status = LeaseState::Gone;
    }
  }
}

/// Effects of a lambda on what it captured, where it is called.
void Walker::applyCaptured(State &S, const Effects &E, const Stmt &At) {
  Call K;
  K.expr = dyn_cast<Expr>(&At);
  for (const TxnEffect &T : E.txn) {
    Value On = slotValue(S, K, T.on);
    if (T.kind == TxnEffect::Commit || T.kind == TxnEffect::Rollback)
      finish(S, On, T.kind == TxnEffect::Commit, T.certain);
    else if (T.kind != TxnEffect::Begin)
      touch(S, On, T.kind);
  }
  for (const Slot &L : E.releases)
    if (Value V = slotValue(S, K, L); V.kind == Value::Lease)
      release(S, V.id, At.getBeginLoc());
  for (const Slot &L : E.mayRelease)
    uncertain(S, slotValue(S, K, L));
  for (const Slot &L : E.keeps)
    keep(S, slotValue(S, K, L), At);
}

void Walker::invoke(State &S, const Expr *Callable, const Stmt &At) {
  if (const auto *L = dyn_cast<LambdaExpr>(Callable)) {
    if (const Effects *E = C.summary(L->getCallOperator()))
      applyCaptured(S, *E, At);
    return;
  }
  // A bound call: the effects of what was bound, on what was bound to it.
  if (const auto *Ce = dyn_cast<CallExpr>(Callable)) {
    for (const Expr *A : Ce->arguments()) {
      std::set<unsigned> Leases;
      reachable(S, A, Leases);
      for (unsigned Id : Leases)
        uncertain(S, Value::lease(Id));
    }
  }
}

/// std::move, smart pointers and optional: the vocabulary that every library speaks.
/// Returns whether the call is dealt with.
bool Walker::vocabulary(Call &K, State &S) {
  if (!K.callee)
    return false;
  if (const auto *D = dyn_cast<CXXConstructorDecl>(K.callee)) {
    const CXXRecordDecl *Rec = D->getParent();
    Wrapper W = wrapperOf(Rec);
    if (W == Wrapper::None)
      return false;
    const Expr &E = *K.expr;
    if (K.args.empty())
      return true;
    Value V = eval(S, K.args[0]);
    bool OwnDeleter =
        hasOwnDeleter(Rec) || (K.args.size() >= 2 && !isa<CXXDefaultArgExpr>(K.args[1]) &&
                               !K.args[1]->getType()->isIntegerType());
    bool Nothing = false;
    if (K.args.size() >= 2)
      if (Value Del = eval(S, K.args[1]); Del.kind == Value::Closure) {
        const auto *L = dyn_cast<LambdaExpr>(Del.expr);
        const Effects *Summary = L ? C.summary(L->getCallOperator()) : nullptr;
        if (L && Summary && Summary->releases.empty() && Summary->mayRelease.empty() &&
            Summary->keeps.empty() && !Summary->concernsLeases()) {
          const auto *Body = dyn_cast_or_null<CompoundStmt>(L->getBody());
          Nothing = Body && Body->body_empty();
        }
        if (V.kind != Value::Lease) {
          // shared_ptr<void>(nullptr, [&](void *) { pool.put(conn); }): a scope guard.
          S.temps[&E] = Del;
          S.env[K.self] = Del;
          return true;
        }
      }
    if (V.kind == Value::Lease) {
      LeaseState &L = S.lease(V.id);
      bool Raw = !L.owner && R.leases[V.id].origin == LeaseInfo::Acquired &&
                 (L.status == LeaseState::Held || L.status == LeaseState::Stored);
      QualType Inner = wrappedType(Rec);
      const CXXRecordDecl *Of = recordOf(Inner);
      bool Deletes = Of && C.traitsOf(Of).onDestroy == OnDestroy::Release;
      bool Takes = K.args[0]->getType()->isPointerType();
      if (Nothing) {
        // A deleter that does nothing guards nothing.
      } else if (Raw && Takes &&
                 (OwnDeleter || Deletes || (W == Wrapper::Shared && R.leases[V.id].pooled) ||
                  (W == Wrapper::Unique && Of && !C.traitsOf(Of).pooled))) {
        L.status = LeaseState::Held;
        L.owner = K.self;
        S.env[K.self] = V;
      } else if (L.owner) {
        // unique_ptr<T>(std::move(other)), optional<T>(guard)
        bool Copy = W == Wrapper::Shared && K.args[0]->isLValue() && !K.args[0]->isXValue();
        if (!Copy && (K.args[0]->isXValue() || K.args[0]->isPRValue())) {
          L.owner = K.self;
        } else if (Copy) {
          V.weak = true;
        }
      }
      S.temps[&E] = V;
      return true;
    }
    if (V.kind == Value::Txn || V.kind == Value::Derived || V.kind == Value::Closure ||
        V.kind == Value::Null || V.kind == Value::Task || V.kind == Value::Begun) {
      if (V.kind == Value::Txn && S.txn(V.id).owner)
        S.txn(V.id).owner = K.self;
      S.temps[&E] = V;
      return true;
    }
    // optional<Session>(std::in_place, pool)
    const CXXRecordDecl *Of = recordOf(wrappedType(Rec));
    const TypeTraits &Inner = C.traitsOf(Of);
    bool KnowsPool = llvm::any_of(
        K.args, [&](const Expr *A) { return C.carrierOf(A->getType()).role() == Role::Pool; });
    if (W == Wrapper::Optional && Inner.role == Role::Guard && KnowsPool) {
      Acquire A;
      A.guarded = true;
      A.held = Inner.held;
      A.failure = Acquire::Failure::Throws;
      S.temps[&E] = acquire(S, K, A, &E, E.getType());
      S.env[K.self] = S.temps[&E];
      return true;
    }
    return false;
  }
  if (!K.callee->getDeclName().isIdentifier()) {
    const auto *M = dyn_cast<CXXMethodDecl>(K.callee);
    // a = std::move(b), ptr = nullptr
    if (M && K.object && K.args.size() == 1 && M->getOverloadedOperator() == OO_Equal) {
      const Place *To = resolve(S, K.object);
      bool Owner = wrapperOf(M->getParent()) != Wrapper::None ||
                   isSessionLike(C.traitsOf(M->getParent()).role) ||
                   C.traitsOf(M->getParent()).role == Role::Transaction ||
                   C.traitsOf(M->getParent()).role == Role::Task ||
                   C.traitsOf(M->getParent()).role == Role::ScopeGuard ||
                   isCallable(K.object->getType());
      if (!To || !Owner)
        return false;
      Value Old = at(S, To, K.object->getType());
      Value New = eval(S, K.args[0]);
      if (Old.kind == Value::Lease && S.lease(Old.id).owner == To &&
          !(New.kind == Value::Lease && New.id == Old.id))
        release(S, Old.id, K.expr->getBeginLoc());
      else if (Old.kind == Value::Txn && S.txn(Old.id).owner == To && !(New == Old))
        destroy(S, To, K.object->getType(), K.expr->getBeginLoc());
      const Place *From = resolve(S, K.args[0]);
      bool Copy = K.args[0]->isLValue() && !K.args[0]->isXValue() &&
                  wrapperOf(M->getParent()) == Wrapper::Shared;
      if (Copy)
        New.weak = true;
      store(S, To, New, K.object->getType(), *K.expr);
      if (!Copy && New.kind == Value::Lease && S.lease(New.id).owner &&
          S.lease(New.id).status == LeaseState::Held) {
        S.lease(New.id).owner = To;
        if (From && From != To)
          S.env.erase(From);
      }
      S.temps[K.expr] = New;
      return true;
    }
    return false;
  }
  llvm::StringRef Name = K.callee->getName();
  if (K.callee->isInStdNamespace() && K.args.size() == 1 && !isa<CXXMethodDecl>(K.callee) &&
      (Name == "move" || Name == "forward" || Name == "ref" || Name == "cref" ||
       Name == "as_const" || Name == "addressof")) {
    if (Value V = eval(S, K.args[0]))
      S.temps[K.expr] = V;
    return true;
  }
  if (K.callee->isInStdNamespace() && Name == "exchange" && K.args.size() == 2) {
    Value Old = eval(S, K.args[0]);
    Value New = eval(S, K.args[1]);
    if (const Place *P = resolve(S, K.args[0])) {
      if (Value Known = Old ? Old : at(S, P, K.args[0]->getType()))
        Old = Known;
      S.forget(P);
      if (New)
        S.env[P] = New;
    }
    if (Old)
      S.temps[K.expr] = Old;
    return true;
  }
  if (Name.starts_with("bind") && !isa<CXXMethodDecl>(K.callee) && !K.args.empty()) {
    S.temps[K.expr] = Value::closure(K.expr);
    return true;
  }
  if ((Name == "make_unique" || Name == "make_shared" || Name == "make_optional") &&
      !isa<CXXMethodDecl>(K.callee)) {
    const CXXRecordDecl *W = recordOf(K.callee->getReturnType());
    const CXXRecordDecl *Of = W ? recordOf(wrappedType(W)) : nullptr;
    const TypeTraits &T = C.traitsOf(Of);
    for (const Expr *A : K.args)
      if (Value V = eval(S, A); V.kind == Value::Lease && T.role == Role::None)
        keep(S, V, *K.expr);
    std::set<unsigned> Received = K.received;
    if (isSessionLike(T.role)) {
      // make_shared<Session>(pool) opens one; make_unique<Session>(std::move(s)) moves one.
      for (const Expr *A : K.args)
        if (Value V = eval(S, A); V.kind == Value::Lease) {
          if (S.lease(V.id).owner || T.onDestroy == OnDestroy::Release)
            S.lease(V.id).owner = Places.temporary(K.expr);
          S.temps[K.expr] = V;
          return true;
        }
      if (T.opens != Construction::Nothing || (T.role == Role::Guard && T.pooled)) {
        Acquire A;
        A.guarded = true;
        A.pooled = T.role == Role::Guard;
        A.held = T.held;
        A.failure = Acquire::Failure::Throws;
        S.temps[K.expr] = acquire(S, K, A, K.expr, K.callee->getReturnType());
        return true;
      }
    }
    if (T.begins != Construction::Nothing && !Received.empty()) {
      unsigned Id = txnAt(K.expr, [&] {
        TxnInfo I;
        I.site = K.expr;
        I.at = K.expr->getBeginLoc();
        I.lease = *Received.begin();
        I.object = true;
        I.readOnly = T.readOnly;
        I.onDestroy = T.onDestroy;
        I.type = Of->getNameAsString();
        return I;
      });
      S.txn(Id) = {TxnState::Open, false, Places.temporary(K.expr)};
      S.temps[K.expr] = Value::txn(Id);
      return true;
    }
    if (!Received.empty())
      S.temps[K.expr] = Value::derived(*Received.begin());
    return true;
  }
  const auto *M = dyn_cast<CXXMethodDecl>(K.callee);
  if (!M || !K.object || wrapperOf(M->getParent()) == Wrapper::None)
    return false;
  const Place *P = resolve(S, K.object);
  Value V = eval(S, K.object);
  if (Name == "get" || Name == "value" || Name == "has_value") {
    if (V && Name != "has_value")
      S.temps[K.expr] = V;
    return true;
  }
  if (Name == "reset") {
    if (V.kind == Value::Lease && !V.weak && (S.lease(V.id).owner || R.leases[V.id].guardType))
      release(S, V.id, K.expr->getBeginLoc());
    else if (V.kind == Value::Txn && P)
      destroy(S, P, K.object->getType(), K.expr->getBeginLoc());
    if (P)
      S.env.erase(P);
    if (!K.args.empty() && P && !isa<CXXDefaultArgExpr>(K.args[0]))
      if (Value New = eval(S, K.args[0])) {
        if (New.kind == Value::Lease && !P->isSelf())
          S.lease(New.id).owner = P;
        store(S, P, New, K.object->getType(), *K.expr);
      }
    return true;
  }
  if (Name == "release") {
    if (V.kind == Value::Lease) {
      S.lease(V.id).owner = nullptr;
      S.temps[K.expr] = V;
    }
    if (P)
      S.env.erase(P);
    return true;
  }
  if (Name == "emplace") {
    const CXXRecordDecl *Of = recordOf(wrappedType(M->getParent()));
    const TypeTraits &T = C.traitsOf(Of);
    if (V.kind == Value::Lease && S.lease(V.id).owner)
      release(S, V.id, K.expr->getBeginLoc());
    if (isSessionLike(T.role) && P) {
      Value New;
      for (const Expr *A : K.args)
        if (Value Arg = eval(S, A); Arg.kind == Value::Lease)
          New = Arg;
      if (!New && (T.opens != Construction::Nothing || T.role == Role::Guard)) {
        Acquire A;
        A.guarded = true;
        A.pooled = T.role == Role::Guard;
        A.held = T.held;
        New = acquire(S, K, A, K.expr, K.object->getType());
      }
      if (New.kind == Value::Lease) {
        S.lease(New.id).owner = P;
        store(S, P, New, K.object->getType(), *K.expr);
      }
    }
    return true;
  }
  return Name == "swap" || Name == "operator bool";
}

} // namespace leasehold
