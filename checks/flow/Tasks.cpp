//===- Tasks.cpp - closures, background work, handlers --------------------===//
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

namespace {

/// Sessions bound to a thread, in fields of objects that the lambda captured a pointer to, that
/// its body uses and does not make itself.
std::vector<const FieldDecl *> affineFields(Catalog &C, const LambdaExpr &L) {
  std::vector<const FieldDecl *> Out;
  const CXXMethodDecl *Operator = L.getCallOperator();
  if (!Operator || !Operator->hasBody() || Operator->isDependentContext())
    return Out;
  const Body Inner(*Operator);
  auto Captured = [&](const Expr *Base) {
    Base = strip(Base);
    if (const auto *Arrow = dyn_cast_or_null<CXXOperatorCallExpr>(Base);
        Arrow && Arrow->getOperator() == OO_Arrow)
      Base = strip(Arrow->getArg(0));
    const auto *D = dyn_cast_or_null<DeclRefExpr>(Base);
    return D && llvm::any_of(L.captures(), [&](const LambdaCapture &Each) {
             return Each.capturesVariable() && Each.getCapturedVar() == D->getDecl();
           });
  };
  for (const MemberExpr *M : Inner.members) {
    const auto *Field = dyn_cast<FieldDecl>(M->getMemberDecl());
    if (!Field || !Captured(M->getBase()))
      continue;
    Carrier Kind = C.carrierOf(Field->getType());
    if (!isSessionLike(Kind.role()) || !Kind.traits->threadAffine)
      continue;
    bool Made = llvm::any_of(Inner.calls, [&](const CallSite &Site) {
      const auto *O = dyn_cast<CXXOperatorCallExpr>(Site.expr);
      const auto *To = O && O->getOperator() == OO_Equal && O->getNumArgs() > 0
                           ? dyn_cast_or_null<MemberExpr>(strip(O->getArg(0)))
                           : nullptr;
      return To && To->getMemberDecl() == Field;
    });
    if (!Made && !llvm::is_contained(Out, Field))
      Out.push_back(Field);
  }
  return Out;
}

} // namespace

void Walker::background(State &S, Call &K) {
  const Effects &E = *K.effects;
  std::vector<Captured> Taken;
  std::vector<std::string> Members;
  std::vector<const FieldDecl *> Foreign;
  unsigned From = ~0U;
  auto Consider = [&](const Expr *A) {
    Value V = eval(S, A);
    if (V.kind == Value::Closure) {
      captures(S, V.expr, Taken, &Members);
      if (const auto *L = dyn_cast<LambdaExpr>(V.expr))
        Foreign = affineFields(C, *L);
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
    Ev.detail = Ev.kind == Event::ToHandler ? T.how + " a handler" : T.how;
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
  auto UsesMember = [&](const FieldDecl &Field, const Carrier &Kind) {
    Event Ev;
    Ev.kind = Event::MemberInTask;
    Ev.at = K.expr->getBeginLoc();
    Ev.name = Field.getNameAsString();
    Ev.detail = Kind.record->getNameAsString();
    if (K.callee)
      Ev.chain.push_back({0, "", 0, 0, qualifiedName(*K.callee)});
    Ev.trail = S.trail;
    emit(std::move(Ev));
  };
  for (const FieldDecl *Field : Foreign)
    UsesMember(*Field, C.carrierOf(Field->getType()));
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
      UsesMember(*Field, Kind);
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

/// What goes along with a handler: one, or a struct of them. Or an object that is kept beside.
void Walker::registered(State &S, const Expr *A, std::vector<Captured> &Out) {
  const Expr *Given = strip(A);
  if (const auto *Moved = dyn_cast<CallExpr>(Given); Moved && Moved->isCallToStdMove()) {
    registered(S, Moved->getArg(0), Out);
    return;
  }
  if (const auto *Struct = dyn_cast<InitListExpr>(Given)) {
    for (const Expr *Init : Struct->inits())
      registered(S, Init, Out);
    return;
  }
  if (Value V = eval(S, A); V.kind == Value::Closure) {
    captures(S, V.expr, Out);
    return;
  }
  if (isa<CallExpr>(Given))
    captures(S, Given, Out);
  if (!Out.empty() || C.carrierOf(A->getType()).role() == Role::Pool)
    return;
  std::set<unsigned> Leases;
  reachable(S, A, Leases);
  for (unsigned Id : Leases)
    Out.push_back({Id, describe(A), false, "kept in", /*object=*/true});
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
    std::vector<Captured> Taken;
    registered(S, A, Taken);
    // QObject::connect() does not keep the receiver.
    if (K.effects->handlersOf)
      llvm::erase_if(Taken, [](const Captured &T) { return T.object; });
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
      Ev.detail = T.how + (T.object ? " an object" : " a handler");
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
      finish(S, On, T.kind == TxnEffect::Commit, T.certain, At.getBeginLoc());
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
    if (const Effects *E = C.summary(L->getCallOperator())) {
      if (!E->takes.empty()) {
        Call K;
        K.expr = cast<Expr>(&At);
        K.callee = L->getCallOperator();
        K.effects = E;
        takes(S, K);
      }
      applyCaptured(S, *E, At);
    }
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

} // namespace leasehold
