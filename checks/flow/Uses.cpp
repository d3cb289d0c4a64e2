//===- Uses.cpp - what is used after its lease has ended ------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "flow/Walker.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace leasehold {
namespace {

/// Tidying up late is no use: sqlite3_finalize, PQclear, ~...
bool tidiesUp(const FunctionDecl &F) {
  if (isa<CXXDestructorDecl>(F))
    return true;
  if (!F.getDeclName().isIdentifier())
    return false;
  return llvm::any_of(std::initializer_list<llvm::StringRef>{"finalize", "close", "free", "clear",
                                                             "destroy", "release", "finish"},
                      [&](llvm::StringRef W) { return F.getName().contains_insensitive(W); });
}

bool asksOnly(const CXXMethodDecl &M) {
  return isa<CXXConversionDecl>(M) || M.getOverloadedOperator() == OO_EqualEqual ||
         M.getOverloadedOperator() == OO_ExclaimEqual || M.getOverloadedOperator() == OO_Equal ||
         M.getOverloadedOperator() == OO_Exclaim ||
         (M.isConst() && M.getReturnType()->isArithmeticType());
}

bool works(const Effects *E) {
  return E && (E->sql || E->autocommit || !E->txn.empty() || !E->derives.empty());
}

/// A session object of a library that is copied like a shared pointer (Poco, Qt): whatever was
/// made from it keeps it. A C library's struct, which has no destructor, is none.
bool sharedHandle(const Carrier &K) {
  const auto *Class = dyn_cast_or_null<CXXRecordDecl>(K.record);
  if (!K.traits || !Class || !llvm::StringRef(K.traits->origin).starts_with("model") ||
      !Class->hasDefinition() || Class->hasTrivialDestructor())
    return false;
  for (const CXXConstructorDecl *Ctor : Class->ctors())
    if (Ctor->isCopyConstructor())
      return !Ctor->isDeleted() && Ctor->getAccess() == AS_public;
  return Class->needsImplicitCopyConstructor() && !Class->defaultedCopyConstructorIsDeleted();
}

/// Do copies keep it? Those of a shared_ptr are no matter when the pool was handed it back.
bool copiesKeep(const LeaseState &L, const LeaseInfo &I) {
  return I.copied && !(L.byHand && I.pooled && I.origin == LeaseInfo::Acquired);
}

} // namespace

/// A method of a pool that takes and gives back as anybody does, by the pool's own methods, and
/// leaves what the pool keeps alone.
bool Walker::servesThroughPool() const {
  const auto *M = dyn_cast<CXXMethodDecl>(&F);
  if (!M || isa<CXXConstructorDecl, CXXDestructorDecl>(M) || M->getParent()->isLambda() ||
      C.declared(&F))
    return false;
  auto Keeps = [&](const MemberExpr *E) {
    const auto *Field = dyn_cast<FieldDecl>(E->getMemberDecl());
    if (!Field)
      return false;
    const QualType T = Field->getType();
    return isContainer(recordOf(T)) || C.isFlag(Field) ||
           (T->isArrayType() && !Ctx.getBaseElementType(T)->isArithmeticType());
  };
  auto Takes = [&](const CallSite &S) {
    const auto *Of = dyn_cast_or_null<CXXMethodDecl>(S.callee);
    const Effects *E = Of && Of->getParent() == M->getParent() ? C.declared(Of) : nullptr;
    return E && llvm::any_of(E->acquires, [](const Acquire &A) { return A.pooled; });
  };
  return llvm::none_of(B.members, Keeps) && llvm::any_of(B.calls, Takes);
}

/// After a release through slot `L`: may names that still refer to the session be used?
void Walker::remains(State &S, const Call &K, const Slot &L, unsigned Lease) {
  LeaseState &Of = S.lease(Lease);
  const Expr *E = slotExpr(K, L);
  if (!L.path.empty() || !E || L.kind == Slot::Capture || isa<CXXThisExpr>(strip(E))) {
    Of.remains = LeaseState::Unknown; // the callee may have put another in its place
    return;
  }
  if (L.kind == Slot::This) {
    Of.remains = LeaseState::Closed;
    return;
  }
  QualType T = K.callee && L.index < K.callee->getNumParams()
                   ? K.callee->getParamDecl(L.index)->getType()
                   : E->getType();
  bool CalleeMayChange = T->isLValueReferenceType() && !T->getPointeeType().isConstQualified() &&
                         (T->getPointeeType()->isPointerType() ||
                          wrapperOf(recordOf(T->getPointeeType())) != Wrapper::None ||
                          C.carrierOf(T).role() == Role::Guard);
  if (llvm::is_contained(K.effects->empties, L))
    return;
  if (CalleeMayChange || eval(S, E).kind == Value::Address)
    Of.remains = LeaseState::Unknown;
}

void Walker::used(State &S, const Call &K, const Expr *E, bool Object, unsigned Index) {
  if (!E || isa<CXXThisExpr>(strip(E)))
    return;
  Value V = eval(S, E);
  if (V.kind == Value::Txn)
    usedAfterEnd(S, K, V, Object ? Slot::self() : Slot::param(Index));
  std::optional<unsigned> Id;
  if (V.kind == Value::Lease || V.kind == Value::Derived)
    Id = V.id;
  else if (V.kind == Value::Txn && S.txn(V.id).status == TxnState::Open)
    Id = R.txns[V.id].lease;
  if (!Id)
    return;
  LeaseState &L = S.lease(*Id);
  const LeaseInfo &I = R.leases[*Id];
  if (L.status != LeaseState::Released || L.mayBeUsed() || L.told)
    return;
  Carrier Kind = C.carrierOf(E->getType());
  bool ByObject = L.remains == LeaseState::Closed;
  if (!ByObject && copiesKeep(L, I))
    return;
  if (!Object && K.effects && llvm::is_contained(K.effects->ignores, Slot::param(Index)))
    return;
  const auto *M = dyn_cast<CXXMethodDecl>(K.callee);
  bool Gives =
      K.effects && llvm::any_of(K.effects->releases, [&](const Slot &Each) {
        return Each.path.empty() && (Object ? Each.kind == Slot::This : Each == Slot::param(Index));
      });
  if (Object && M && (asksOnly(*M) || Gives))
    return;
  switch (Kind.role()) {
  case Role::Guard:
    // A guard may be empty, and be asked whether it is.
    if (Object ? !(works(K.effects) || (M && (M->getOverloadedOperator() == OO_Arrow ||
                                              M->getOverloadedOperator() == OO_Star)))
               : !(works(K.effects) ||
                   C.traitsOf(recordOf(K.expr->getType())).begins != Construction::Nothing))
      return;
    if (Object && wrapperOf(M ? M->getParent() : nullptr) != Wrapper::None)
      return;
    break;
  case Role::Session: {
    // An object that was closed can be configured and opened again.
    bool ViaGuard = I.guardType && Kind.indirect;
    if (ByObject && !ViaGuard && !works(K.effects))
      return;
    if (!Object && !K.effects && !isUserCode(*K.callee))
      return;
    break;
  }
  case Role::Transaction:
    if (!works(K.effects))
      return;
    break;
  case Role::Statement:
  case Role::Result:
    if ((Kind.traits->detached && V.kind != Value::Derived) ||
        (tidiesUp(*K.callee) && !tellsOthers(S, K, V)) ||
        (!Object && !K.effects && !isUserCode(*K.callee)))
      return;
    if (sharedHandle(C.carrierOf(I.place || !I.site ? QualType() : leaseType(I))))
      return;
    break;
  default:
    // A number that was a handle may be anything, but for who closes it again.
    if (V.kind != Value::Lease || !Gives)
      return;
  }
  // What makes a session there, or of it (mysql_init), uses none.
  const Slot Here = Object ? Slot::self() : Slot::param(Index);
  if (K.effects && llvm::any_of(K.effects->acquires, [&](const Acquire &A) {
        return A.to == Here || (K.effects->same && K.effects->same->as == Here);
      }))
    return;
  tooLate(S, *Id, Gives ? Event::ReleasedTwice : Event::UseAfterRelease, K.expr->getBeginLoc(),
          describe(E),
          V.kind == Value::Lease        ? ""
          : V.kind == Value::Txn        ? "transaction"
          : Kind.role() == Role::Result ? "result"
                                        : "statement");
}

/// What `Name` says is used, or given back, after its lease has ended.
void Walker::tooLate(State &S, unsigned Lease, Event::Kind Kind, SourceLocation At,
                     std::string Name, llvm::StringRef Of) {
  LeaseState &L = S.lease(Lease);
  Event Ev;
  Ev.kind = Kind;
  Ev.at = At;
  Ev.lease = &R.leases[Lease];
  Ev.name = std::move(Name);
  Ev.detail = Of.str();
  Ev.exitAt = L.changed;
  Ev.trail = S.trail;
  emit(std::move(Ev));
  L.told = true; // one report on a path
}

/// `conn->errstr`, of a library's session that was given back: somebody else's text by now.
void Walker::readsField(State &S, const ImplicitCastExpr &Cast) {
  // Of several casts, `char[128]` to `const char *`, the graph has the outermost.
  bool Reads = false;
  const Expr *Of = &Cast;
  while (const auto *I = dyn_cast<ImplicitCastExpr>(Of)) {
    Reads |= I->getCastKind() == CK_LValueToRValue || I->getCastKind() == CK_ArrayToPointerDecay;
    Of = I->getSubExpr()->IgnoreParens();
  }
  const auto *M = dyn_cast<MemberExpr>(Of);
  if (!Reads || !M || !M->isArrow() || ManagesPool || Unwinding)
    return;
  const Value V = eval(S, M->getBase());
  if (V.kind != Value::Lease || V.weak)
    return;
  LeaseState &L = S.lease(V.id);
  const LeaseInfo &I = R.leases[V.id];
  const TypeTraits &T = C.traitsOf(recordOf(M->getBase()->getType()));
  if (!L.dangling() || copiesKeep(L, I) || T.role != Role::Session ||
      !llvm::StringRef(T.origin).starts_with("model"))
    return;
  tooLate(S, V.id, Event::UseAfterRelease, M->getBeginLoc(), describe(M->getBase()));
}

/// A statement in a transaction object that is over: refused, or not in the transaction. To commit
/// it again is not.
void Walker::usedAfterEnd(State &S, const Call &K, const Value &Of, const Slot &As) {
  TxnState &T = S.txn(Of.id);
  const TxnInfo &I = R.txns[Of.id];
  if (T.status != TxnState::Ended || !I.singleUse || T.told || !K.effects)
    return;
  const Effects &E = *K.effects;
  bool Works =
      (E.sql && E.sql->on == As) ||
      llvm::any_of(E.derives, [&](const Derives &D) { return D.from == As; }) ||
      llvm::any_of(E.txn, [&](const TxnEffect &X) {
        return X.on == As && X.certain && (X.kind == TxnEffect::Write || X.kind == TxnEffect::Read);
      });
  if (!Works)
    return;
  Event Ev;
  Ev.kind = Event::UseAfterEnd;
  Ev.at = K.expr->getBeginLoc();
  Ev.txn = &I;
  Ev.lease = I.lease && !I.borrowed ? &R.leases[*I.lease] : nullptr;
  Ev.name = K.callee->getNameAsString();
  Ev.exitAt = T.changed;
  Ev.trail = S.trail;
  emit(std::move(Ev));
  T.told = true; // one report on a path
}

/// The destructor of a transaction object sends a ROLLBACK, or a COMMIT, to a session that was
/// given back to its pool before.
void Walker::endsTooLate(State &S, unsigned Txn, SourceLocation At) {
  const TxnInfo &I = R.txns[Txn];
  if (ManagesPool || Unwinding || !I.lease || I.ofGuard || I.borrowed ||
      I.onDestroy == OnDestroy::Nothing)
    return;
  const LeaseInfo &Of = R.leases[*I.lease];
  LeaseState &L = S.lease(*I.lease);
  if (!L.dangling() || !L.byHand || !Of.pooled || Of.origin != LeaseInfo::Acquired)
    return;
  Event Ev;
  Ev.kind = Event::EndsTooLate;
  Ev.at = L.changed;
  Ev.lease = &Of;
  Ev.txn = &I;
  Ev.exitAt = At;
  Ev.trail = S.trail;
  emit(std::move(Ev));
  L.told = true; // one report on a path
}

/// What the callee gives back without being handed the session itself: `close(&connection)`,
/// an element, a field.
void Walker::releasedAgain(State &S, const Call &K) {
  for (const Slot &L : K.effects->releases) {
    const Expr *E = slotExpr(K, L);
    if (L.kind == Slot::Param && L.path.empty() && !(E && eval(S, E).kind == Value::Address))
      continue;
    if (L.kind != Slot::Param && L.path.empty())
      continue;
    releasedAgain(S, slotValue(S, K, L), K.expr->getBeginLoc());
  }
}

/// Is what is given back at `At` given back already?
void Walker::releasedAgain(State &S, const Value &V, SourceLocation At) {
  if (V.kind != Value::Lease || ManagesPool || Unwinding)
    return;
  LeaseState &L = S.lease(V.id);
  const LeaseInfo &I = R.leases[V.id];
  if (!L.dangling() || I.copied)
    return;
  tooLate(S, V.id, Event::ReleasedTwice, At);
}

/// A guard that is told something may let go of what it held.
void Walker::askedOfGuard(State &S, const Call &K) {
  const auto *M = dyn_cast_or_null<CXXMethodDecl>(K.callee);
  const bool GivesBack = M && isPointerLike(M->getParent()) &&
                         (M->getOverloadedOperator() == OO_Equal ||
                          (M->getDeclName().isIdentifier() && M->getName() == "reset"));
  for (LeaseState &L : S.leases)
    if (L.behind &&
        ((K.object && !(M && M->isConst()) && !GivesBack && resolve(S, K.object) == L.behind) ||
         llvm::any_of(K.args, [&](const Expr *A) { return resolve(S, A) == L.behind; })))
      L.behind = nullptr;
}

/// The smart pointer of the object whose session `E`, `member.get()`, is.
const Place *Walker::memberGuard(State &S, const Expr *E) {
  const auto *Get = dyn_cast_or_null<CXXMemberCallExpr>(E ? strip(E) : nullptr);
  const CXXMethodDecl *M = Get ? Get->getMethodDecl() : nullptr;
  if (!M || !M->getDeclName().isIdentifier() || M->getName() != "get" ||
      wrapperOf(M->getParent()) != Wrapper::Unique || !hasOwnDeleter(M->getParent()))
    return nullptr;
  const Place *P = resolve(S, Get->getImplicitObjectArgument());
  return P && P->isSelf() && P->parent && !P->isElement() ? P : nullptr;
}

/// The guard at `P` dies, or is given something else, and gives back what a call gave back before.
void Walker::guardReleasesAgain(State &S, const Place *P, SourceLocation At) {
  for (unsigned Id = 0; P && Id < S.leases.size(); ++Id) {
    LeaseState &L = S.leases[Id];
    if (L.behind != P)
      continue;
    L.behind = nullptr;
    if (ManagesPool || Unwinding || !L.dangling())
      continue;
    Event Ev;
    Ev.kind = Event::ReleasedTwice;
    Ev.at = L.changed;
    Ev.lease = &R.leases[Id];
    Ev.detail = "guard";
    Ev.exitAt = At;
    Ev.trail = S.trail;
    emit(std::move(Ev));
    L.told = true; // one report on a path
  }
}

/// A session that is handed out although every path has given it back.
void Walker::handsOutSpent(unsigned Lease, const std::vector<const ExitFact *> &Normal) {
  const LeaseInfo &I = R.leases[Lease];
  if (I.origin == LeaseInfo::Parameter || I.guardType || I.copied || ManagesPool)
    return;
  std::optional<Slot> To;
  for (const ExitFact *X : Normal) {
    const LeaseState L = Lease < X->leases.size() ? X->leases[Lease] : LeaseState{};
    if (!L.dangling())
      return;
    std::optional<Slot> Here;
    auto Is = [&](const Value &V) { return V.kind == Value::Lease && V.id == Lease; };
    if (X->returned && Is(*X->returned))
      Here = Slot::result();
    for (const auto &[P, V] : X->env) {
      std::optional<Slot> S = Is(V) ? slotOf(P) : std::nullopt;
      if (!S || S->kind == Slot::Capture || Here)
        continue;
      if (S->kind == Slot::Param)
        if (QualType T = F.getParamDecl(S->index)->getType();
            !T->isReferenceType() && !T->isPointerType())
          continue;
      Here = S;
    }
    if (!Here || (To && *To != *Here))
      return;
    To = Here;
  }
  if (!To)
    return;
  Acquire A = I.acquire;
  A.to = *To;
  A.from.reset();
  A.guarded = false;
  A.waits = false;
  A.pooled = I.pooled;
  A.status = Acquire::Status::None;
  A.pool = {};
  R.summary.spent.push_back(A);
}

/// A pointer that comes in by value, and that the body assigns to: its caller keeps the old one.
bool Walker::givenAnother(const Slot &L) const {
  if (L.kind != Slot::Param || !L.path.empty() || callerSees(L))
    return false;
  const ParmVarDecl *Parm = F.getParamDecl(L.index);
  return Parm->getType()->isPointerType() &&
         llvm::any_of(B.assignments, [&](const BinaryOperator *A) {
           const auto *To = dyn_cast<DeclRefExpr>(strip(A->getLHS()));
           return To && To->getDecl()->getCanonicalDecl() == Parm->getCanonicalDecl();
         });
}

/// ask(c): closes what it was given when that is broken, and goes on with another one in its place,
/// of which the caller learns nothing.
bool Walker::replaces(unsigned Lease, const Slot &L,
                      const std::vector<const ExitFact *> &Normal) const {
  return givenAnother(L) && llvm::all_of(Normal, [&](const ExitFact *X) {
           if (Lease >= X->leases.size())
             return false;
           const LeaseState &Given = X->leases[Lease];
           auto Now = X->env.find(R.leases[Lease].place);
           if (Given.status != LeaseState::Released)
             return Given.status == LeaseState::Held;
           return Given.spent() && Now != X->env.end() && Now->second.kind == Value::Lease &&
                  Now->second.id != Lease &&
                  R.leases[Now->second.id].origin == LeaseInfo::Acquired &&
                  !(X->returned && X->returned->kind == Value::Lease);
         });
}

/// What such a callee was given: the caller cannot tell whether it is there yet.
bool Walker::replaced(State &S, const Call &K, const Value &V) {
  if (V.kind != Value::Lease || V.weak)
    return false;
  LeaseState &L = S.lease(V.id);
  const LeaseInfo &I = R.leases[V.id];
  if (I.origin != LeaseInfo::Acquired || I.copied || L.owner || L.status != LeaseState::Held)
    return false;
  release(S, V.id, K.expr->getBeginLoc());
  return true;
}

/// connect(c): closes what c->conn holds, opens another, and on some path closes that and leaves it
/// in c->conn, where the next call finds it.
void Walker::leavesSpent(const std::vector<const ExitFact *> &Normal) {
  if (ManagesPool)
    return;
  for (const auto &[P, Before] : BorrowedAt) {
    const std::optional<Slot> At = P->parent ? slotOf(P) : std::nullopt;
    if (!At || !callerSees(*At) || !llvm::is_contained(R.summary.releases, *At))
      continue;
    for (const ExitFact *X : Normal) {
      auto Now = X->env.find(P);
      if (Now == X->env.end() || Now->second.kind != Value::Lease || Now->second.weak ||
          Now->second.id == Before || Now->second.id >= X->leases.size())
        continue;
      const LeaseInfo &I = R.leases[Now->second.id];
      const LeaseState &L = X->leases[Now->second.id];
      if (I.origin != LeaseInfo::Acquired || I.copied || I.number() || !L.dangling() || !L.byHand)
        continue;
      Event Ev;
      Ev.kind = Event::ReleasedTwice;
      Ev.at = L.changed;
      Ev.lease = &I;
      Ev.name = P->field;
      Ev.detail = "next call";
      Ev.exitAt = X->at;
      Ev.trail = X->trail;
      emit(std::move(Ev));
    }
  }
}

/// What a caller is handed that way.
void Walker::receiveSpent(State &S, const Call &K) {
  for (const Acquire &A : K.effects->spent) {
    const Place *P = A.to == Slot::result() ? nullptr : slotPlace(S, K, A.to);
    if (!P && A.to != Slot::result())
      continue;
    Value V = acquire(S, K, A, K.expr, K.expr->getType());
    LeaseState &L = S.lease(V.id);
    L.status = LeaseState::Released;
    L.remains = LeaseState::Dangling;
    L.byHand = true;
    L.changed = K.expr->getBeginLoc();
    if (P)
      store(S, P, V, K.expr->getType(), *K.expr);
    else
      S.temps[K.expr] = V;
  }
}

void Walker::uses(State &S, const Call &K) {
  if (ManagesPool || Unwinding || !K.callee)
    return;
  if (K.effects)
    releasedAgain(S, K);
  usedAfterFree(S, K);
  if (K.object)
    used(S, K, K.object, true, 0);
  for (unsigned I = 0; I < K.args.size(); ++I) {
    QualType T = I < K.callee->getNumParams() ? K.callee->getParamDecl(I)->getType() : QualType();
    // What is passed by reference may be filled anew, but for who gives back what is there.
    bool Gives = K.effects && llvm::is_contained(K.effects->releases, Slot::param(I));
    if (!Gives && !T.isNull() && T->isLValueReferenceType() &&
        !T->getPointeeType().isConstQualified() && refersToSession(T->getPointeeType()))
      continue;
    used(S, K, K.args[I], false, I);
  }
}

bool Walker::refersToSession(QualType T) {
  return T->isPointerType() || wrapperOf(recordOf(T)) != Wrapper::None;
}

QualType Walker::leaseType(const LeaseInfo &I) {
  const auto *E = dyn_cast_or_null<Expr>(I.site);
  return E ? E->getType() : QualType();
}

/// Is this one of the function's own variables or temporaries?
bool Walker::diesWithFunction(const Place *Owner) const {
  const Place *Top = Owner->top();
  if (Top->temporary)
    return true;
  const auto *V = dyn_cast_or_null<VarDecl>(Top->root);
  return V && V->hasLocalStorage() && V->getDeclContext() == &F && !isa<ParmVarDecl>(V) &&
         !V->getType()->isReferenceType() && !V->getType()->isPointerType();
}

/// `return lease.get();`, `return query;`: what it depends on dies here.
void Walker::returnsDead(State &S, const Expr &E) {
  Value V = *S.returned;
  if (ManagesPool || (V.kind != Value::Lease && V.kind != Value::Derived))
    return;
  const LeaseState &L = S.lease(V.id);
  const LeaseInfo &I = R.leases[V.id];
  if (I.origin != LeaseInfo::Acquired || I.copied)
    return;
  bool Dies = L.status == LeaseState::Held && L.owner && diesWithFunction(L.owner);
  bool Dead = L.dangling();
  if (!Dies && !Dead)
    return;
  QualType T = F.getReturnType();
  Carrier Kind = C.carrierOf(T);
  const Expr *Of = strip(&E);
  if (V.kind == Value::Lease) {
    if (!isSessionLike(Kind.role()) || Kind.wrapper != Wrapper::None ||
        !(T->isPointerType() || T->isReferenceType()))
      return;
    // lease.release() hands the ownership over.
    if (const auto *M = dyn_cast<CXXMemberCallExpr>(Of);
        M && M->getMethodDecl() && M->getMethodDecl()->getDeclName().isIdentifier() &&
        llvm::any_of(std::initializer_list<llvm::StringRef>{"release", "detach", "take", "steal"},
                     [&](llvm::StringRef W) {
                       return M->getMethodDecl()->getName().contains_insensitive(W);
                     }))
      return;
  } else {
    if ((Kind.role() != Role::Statement && Kind.role() != Role::Result) ||
        sharedHandle(C.carrierOf(leaseType(I))))
      return;
    // It may be the object that keeps the lease, too.
    if (const Place *P = resolve(S, &E); P && L.owner && L.owner->below(P))
      return;
  }
  Event Ev;
  Ev.kind = Event::ReturnsDead;
  Ev.at = E.getBeginLoc();
  Ev.lease = &I;
  Ev.name = describe(&E);
  Ev.detail = V.kind == Value::Lease           ? "session"
              : Kind.role() == Role::Statement ? "statement"
                                               : "result";
  Ev.trail = S.trail;
  emit(std::move(Ev));
}

} // namespace leasehold
