//===- Exits.cpp - destructors, unwinding, and what an exit leaves --------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "flow/Walker.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;

namespace leasehold {

/// `__attribute__((cleanup(f)))`: f(&v) is called where v goes.
void Walker::cleanUp(State &S, const VarDecl &V, SourceLocation At) {
  auto It = S.env.find(Places.root(&V));
  if (It == S.env.end())
    return;
  const Value Of = It->second;
  const Effects *E = C.effectsOf(V.getAttr<CleanupAttr>()->getFunctionDecl());
  auto Says = [](const std::vector<Slot> &Slots) {
    return llvm::any_of(Slots, [](const Slot &L) { return L.kind == Slot::Param; });
  };
  if (E && Says(E->releases) && Of.kind == Value::Lease)
    release(S, Of.id, At);
  else if (!E || Says(E->mayRelease) || Says(E->keeps))
    uncertain(S, Of);
}

void Walker::destroyVar(State &S, const VarDecl &V, SourceLocation At) {
  llvm::erase(S.live, &V);
  if (V.hasAttr<CleanupAttr>())
    cleanUp(S, V, At);
  if (const auto *Rec = V.getType()->getAsCXXRecordDecl())
    if (const CXXMethodDecl *Block = scopeExitOf(*Rec); Block && V.getInit()) {
      llvm::SaveAndRestore Dying(Destroying, true);
      applyCaptured(S, blockEffects(V, *Block), *V.getInit());
      S.forget(Places.root(&V));
      return;
    }
  destroy(S, Places.root(&V), V.getType(), At);
}

void Walker::destroy(State &S, const Place *P, QualType T, SourceLocation At) {
  llvm::SaveAndRestore Dying(Destroying, true);
  // A reference that extends a temporary's life: the temporary dies.
  if (T->isReferenceType())
    if (auto It = S.env.find(P); It != S.env.end() && It->second.kind == Value::Address)
      P = It->second.place;
  const CXXRecordDecl *Rec = T.getNonReferenceType()->getAsCXXRecordDecl();
  const CXXDestructorDecl *Dtor = Rec && Rec->hasDefinition() ? Rec->getDestructor() : nullptr;
  const Effects *E = !Dtor                         ? nullptr
                     : Dtor->hasBody() || !C.facts ? C.summary(Dtor)
                                                   : C.facts(Dtor);
  auto Each = [&](const Slot &L, auto Do) {
    if (L.kind != Slot::This)
      return;
    if (auto It = S.env.find(Places.follow(P, L.path)); It != S.env.end())
      Do(It->second);
  };
  if (E && C.traitsOf(Rec).role == Role::None)
    for (const Slot &L : E->releases)
      Each(L, [&](const Value &Of) { releasedAgain(S, Of, At); });
  auto Dies = [&](unsigned Lease) {
    const LeaseState &L = S.leaseOrNone(Lease);
    return L.owner == P && L.status == LeaseState::Held;
  };
  for (unsigned Id = 0; Id < S.txns.size(); ++Id) {
    TxnState &X = S.txns[Id];
    const TxnInfo &I = R.txns[Id];
    if ((I.ofGuard ? !Dies(*I.lease) : X.owner != P) || X.status == TxnState::None)
      continue;
    if (X.status == TxnState::Open)
      endsTooLate(S, Id, At);
    if (X.status == TxnState::Open && I.onDestroy == OnDestroy::Commit)
      X.status = TxnState::Ended;
    else if (X.status == TxnState::Open)
      X.status = Unwinding ? TxnState::RolledBack : TxnState::Abandoned;
    X.owner = nullptr;
  }
  for (unsigned Id = 0; Id < S.leases.size(); ++Id)
    if (Dies(Id))
      release(S, Id, At);
  Value V;
  if (auto It = S.env.find(P); It != S.env.end())
    V = It->second;
  const TypeTraits &Traits = C.traitsOf(Rec);
  if (V.kind == Value::Task) {
    // ~jthread and the future of std::async wait; ~thread of a joinable thread ends the program.
    if (Traits.joinsOnDestroy || TaskSites[V.id].async)
      joinTask(S, V.id);
  } else if (V.kind == Value::Closure) {
    if (Traits.role == Role::ScopeGuard ||
        (Rec && (wrapperOf(Rec) == Wrapper::Shared || hasOwnDeleter(Rec))))
      invoke(S, V.expr, *V.expr);
  }
  // A class with a known destructor: what it does to its fields.
  if (E && wrapperOf(Rec) == Wrapper::None && Traits.role != Role::ScopeGuard) {
    for (const TxnEffect &X : E->txn)
      Each(X.on, [&](const Value &Of) {
        if (X.kind == TxnEffect::Commit || X.kind == TxnEffect::Rollback)
          finish(S, Of, X.kind == TxnEffect::Commit, X.certain, At);
      });
    for (const Slot &L : E->releases)
      Each(L, [&](const Value &Of) {
        if (Of.kind == Value::Lease)
          release(S, Of.id, At);
      });
    for (const Slot &L : E->mayRelease)
      Each(L, [&](const Value &Of) { uncertain(S, Of); });
  }
  if (Rec && Rec->hasDefinition() && wrapperOf(Rec) == Wrapper::None &&
      Traits.role != Role::ScopeGuard)
    destroyParts(S, P, *Rec->getDefinition(), At);
  // Guards in fields die with their object.
  std::vector<const Place *> Parts;
  for (const auto &[Part, Inner] : S.env)
    if (Part != P && Part->below(P))
      Parts.push_back(Part);
  for (const Place *Part : Parts)
    for (unsigned Id = 0; Id < S.leases.size(); ++Id)
      if (S.leases[Id].owner == Part && S.leases[Id].status == LeaseState::Held)
        release(S, Id, At);
  guardReleasesAgain(S, P, At);
  S.forget(P);
}

/// What the object at `P` consists of, after its own destructor: of the fields, last to first,
/// those of which something is known, and the bases.
void Walker::destroyParts(State &S, const Place *P, const CXXRecordDecl &Rec, SourceLocation At) {
  auto KnownBelow = [&](const Place *Part) {
    return llvm::any_of(S.env, [&](const auto &Entry) { return Entry.first->below(Part); });
  };
  if (Rec.isUnion() || !KnownBelow(P))
    return;
  const llvm::SmallVector<const FieldDecl *> Fields(Rec.field_begin(), Rec.field_end());
  for (const FieldDecl *Field : llvm::reverse(Fields)) {
    const CXXRecordDecl *Of = Field->getType()->getAsCXXRecordDecl();
    if (!Of || !Of->hasDefinition() || Of->hasTrivialDestructor())
      continue;
    if (const Place *Part = Places.child(P, placeName(*Field)); KnownBelow(Part))
      destroy(S, Part, Field->getType(), At);
  }
  for (const CXXBaseSpecifier &Base : llvm::reverse(Rec.bases()))
    if (!Base.isVirtual())
      destroy(S, P, Base.getType(), At);
}

std::vector<std::string> Walker::hierarchy(QualType T) const {
  std::vector<std::string> Result;
  T = T.getNonReferenceType();
  const CXXRecordDecl *Rec = T->getAsCXXRecordDecl();
  if (!Rec) {
    Result.push_back(T.getUnqualifiedType().getAsString());
    return Result;
  }
  std::vector<const CXXRecordDecl *> Queue{Rec};
  for (size_t I = 0; I < Queue.size(); ++I) {
    Result.push_back(qualifiedName(*Queue[I]));
    if (Queue[I]->hasDefinition())
      for (const CXXBaseSpecifier &Base : Queue[I]->bases())
        if (const CXXRecordDecl *BaseRec = Base.getType()->getAsCXXRecordDecl())
          Queue.push_back(BaseRec);
  }
  return Result;
}

Walker::Catch Walker::catches(const CXXCatchStmt &H, llvm::ArrayRef<std::string> Thrown) const {
  if (H.getCaughtType().isNull())
    return Catch::Certain;
  // Nothing known of what is thrown: a handler of std::exception is taken to catch it.
  std::vector<std::string> Handler = hierarchy(H.getCaughtType());
  if (Thrown.empty())
    return llvm::is_contained(Handler, "std::exception") ? Catch::Certain : Catch::No;
  if (llvm::is_contained(Thrown, Handler.front()))
    return Catch::Certain;
  // A handler of a class derived from the thrown one may catch it.
  return llvm::is_contained(Handler, Thrown.front()) ? Catch::Perhaps : Catch::No;
}

/// Runs the destructors between here and the handler, or the function's end.
void Walker::unwind(State S, const Stmt *At, llvm::ArrayRef<std::string> Thrown,
                    llvm::StringRef What, const Call *Failed) {
  const CXXTryStmt *Try = B.tryOf(At);
  // `throw X(...)` throws an X, of no derived class; what a callee is known to throw may be one.
  const auto *Throw = dyn_cast<CXXThrowExpr>(At);
  const bool Exact = Throw && Throw->getSubExpr();
  // Every destructor looks through what is known; that is quicker than handing it on.
  HandedOn += S.weight() * (1 + S.live.size() / 8);
  llvm::SaveAndRestore Unwound(Unwinding, true);
  if (What != "throw")
    S.step(At->getBeginLoc(), ("'" + What + "' may throw here").str());
  S.exitAt = At->getBeginLoc();
  std::optional<State> Before; // of use to handlers only
  if (Try)
    Before = S;
  // Thrown on: the failure is now for an outer handler to deal with.
  std::set<unsigned> Work = Failed ? Failed->received : std::set<unsigned>();
  for (unsigned Id = 0; Id < S.leases.size(); ++Id)
    if (const CXXCatchStmt *H = std::exchange(S.leases[Id].swallowed, nullptr);
        H && !Failed && B.inHandler(At, H))
      Work.insert(Id);
  for (;;) {
    // Innermost first: what was declared inside this try block dies.
    for (size_t I = S.live.size(); I-- > 0;) {
      if (I >= S.live.size())
        continue;
      const VarDecl *V = S.live[I];
      if (B.within(B.tryOf(V), Try))
        destroyVar(S, *V, {});
    }
    // Temporaries of the full-expression die, too.
    for (unsigned Id = 0; Id < S.leases.size(); ++Id)
      if (S.leases[Id].status == LeaseState::Held && S.leases[Id].owner &&
          S.leases[Id].owner->temporary)
        release(S, Id, {});
    if (!Try)
      break;
    // What only a handler of a derived class may catch is taken to be caught here all the same.
    bool Caught = false;
    for (unsigned I = 0; I < Try->getNumHandlers(); ++I) {
      const CXXCatchStmt *H = Try->getHandler(I);
      const Catch How = catches(*H, Thrown);
      if (How == Catch::No || (How == Catch::Perhaps && Exact))
        continue;
      Caught = true;
      if (auto It = CatchBlocks.find(H); It != CatchBlocks.end()) {
        State Inside = S;
        Inside.temps.clear();
        if (B.throwsOn(H))
          Inside.caught[H] = {numberOf(Thrown)};
        swallow(Inside, *H, Work, Failed, *Before);
        Inside.step(H->getBeginLoc(), "caught here");
        propagate(It->second, std::move(Inside));
      }
      if (How == Catch::Certain)
        break;
    }
    if (Caught)
      return;
    Try = B.outer(Try);
  }
  exit(std::move(S), ExitKind::Exception, At->getBeginLoc());
}

void Walker::lost(State &S, unsigned Lease, SourceLocation At, llvm::StringRef Why) {
  const LeaseInfo &I = R.leases[Lease];
  if (I.origin != LeaseInfo::Acquired)
    return;
  Event E;
  E.kind = Event::Leak;
  E.at = I.at;
  E.lease = &I;
  E.exit = ExitKind::Lost;
  E.exitAt = At;
  E.detail = Why.str();
  E.trail = S.trail;
  emit(std::move(E));
}

/// Does the program end here, but for an exception that is thrown while it says why? Nothing is
/// lost by that which was there before the program decided to end.
bool Walker::endsAnyway(ExitKind Kind, bool MadeThen) const {
  return Kind == ExitKind::Exception && InEnding && !MadeThen;
}

/// Does `V`, held by a field, lose its session when a constructor throws? Then the destructor of
/// the class, which would close it, does not run; those of bases and of members do. What a member
/// points to is an object of its own.
bool Walker::diesUnclosed(const Place *P, const Value &V, unsigned Lease) {
  const auto *M = dyn_cast<CXXMethodDecl>(&F);
  if (V != Value::lease(Lease) || !M || !P->isSelf() || !P->parent ||
      llvm::none_of(M->getParent()->fields(), [&](const FieldDecl *Field) {
        const CXXRecordDecl *Rec = Field->getType()->getAsCXXRecordDecl();
        // A smart pointer closes what its pool then misses.
        return placeName(*Field) == P->path().front() &&
               (Rec ? Rec->hasTrivialDestructor() ||
                          (R.leases[Lease].pooled && isPointerLike(Rec) && !hasOwnDeleter(Rec) &&
                           P->path().size() == 1)
                    : P->path().size() == 1);
      }))
    return false;
  return constructs();
}

bool Walker::constructs() {
  if (!Constructs) {
    const auto *M = dyn_cast<CXXMethodDecl>(&F);
    Constructs = M && partOfConstruction(*M);
  }
  return *Constructs;
}

void Walker::leaks(State &S, ExitKind Kind, SourceLocation At) {
  if (IsMain)
    return; // the process ends, and its connections with it
  for (unsigned Id = 0; Id < S.leases.size(); ++Id) {
    const LeaseState &L = S.leases[Id];
    const LeaseInfo &I = R.leases[Id];
    if (I.origin != LeaseInfo::Acquired || endsAnyway(Kind, I.atEnd) ||
        (I.ofPool && Kind == ExitKind::Exception))
      continue;
    bool InField = false;
    if (Kind == ExitKind::Exception && L.status == LeaseState::Stored && !L.owner)
      InField = llvm::any_of(
          S.env, [&](const auto &Entry) { return diesUnclosed(Entry.first, Entry.second, Id); });
    if (!(L.status == LeaseState::Held && !L.owner) && !InField)
      continue;
    Event E;
    E.kind = Event::Leak;
    E.at = I.at;
    E.lease = &I;
    E.exit = Kind;
    E.exitAt = At;
    E.detail = InField && !isa<CXXConstructorDecl>(F)
                   ? "a constructor calls this and throws, so the destructor that closes it never "
                     "runs"
               : InField ? "the constructor throws, so the destructor that closes it never runs"
               : Kind == ExitKind::Exception ? "an exception leaves the function here"
                                             : "the function returns here";
    E.trail = S.trail;
    emit(std::move(E));
  }
}

void Walker::openTransactions(State &S, ExitKind Kind, SourceLocation At) {
  for (unsigned Id = 0; Id < S.txns.size(); ++Id) {
    const TxnInfo &I = R.txns[Id];
    const TxnState &T = S.txns[Id];
    if (I.object || I.borrowed || T.status != TxnState::Open || endsAnyway(Kind, I.atEnd))
      continue;
    // On a session that came from elsewhere, leaving it open on every path is what a begin()
    // helper does: verdicts() decides when all exits are known.
    if (I.lease) {
      const LeaseState &L = S.leaseOrNone(*I.lease);
      // A session that is kept or handed on takes its transaction along.
      if (L.status == LeaseState::Stored || L.status == LeaseState::Gone ||
          L.status == LeaseState::Absent)
        continue;
    }
    leftOpen(S, Id, Kind, At,
             Kind == ExitKind::Exception ? "an exception leaves the function here"
                                         : "the function returns here");
  }
}

/// Nobody ends a transaction of ours any more.
void Walker::leftOpen(State &S, unsigned Txn, ExitKind Kind, SourceLocation At,
                      llvm::StringRef Why) {
  const TxnInfo &I = R.txns[Txn];
  const LeaseInfo *Of = I.lease ? &R.leases[*I.lease] : nullptr;
  if (Of && (Of->origin != LeaseInfo::Acquired || (I.autocommit && !Of->pooled)))
    return;
  Event E;
  E.kind = Event::OpenTransaction;
  E.at = I.at;
  E.txn = &I;
  E.lease = Of;
  E.exit = Kind;
  E.exitAt = At;
  E.detail = Why.str();
  E.trail = S.trail;
  emit(std::move(E));
}

/// What a class that serves one client keeps beyond this method, in a member that may be empty.
/// (A guard for a member is reported where it is declared.)
void Walker::connectionMembers(State &S) {
  const auto *M = dyn_cast<CXXMethodDecl>(&F);
  if (!M || M->getParent()->isLambda() || !C.servesOneClient(M->getParent()))
    return;
  for (const auto &[P, V] : S.env) {
    if (!P->isSelf() || !P->parent || V.kind != Value::Lease || V.weak)
      continue;
    const LeaseInfo &I = R.leases[V.id];
    const LeaseState &L = S.lease(V.id);
    if (I.origin != LeaseInfo::Acquired || L.status != LeaseState::Stored)
      continue;
    bool MayBeEmpty = false;
    for (const FieldDecl *Field : M->getParent()->fields())
      if (Field->getName() == P->path().front()) {
        Carrier K = C.carrierOf(Field->getType());
        MayBeEmpty = K.indirect || K.wrapper != Wrapper::None || K.role() == Role::None;
      }
    if (!MayBeEmpty)
      continue;
    Event E;
    E.kind = Event::InConnection;
    E.at = L.changed.isValid() ? L.changed : I.at;
    E.lease = &I;
    E.name = P->field;
    E.detail = M->getParent()->getNameAsString();
    E.trail = S.trail;
    emit(std::move(E));
  }
}

void Walker::exit(State S, ExitKind Kind, SourceLocation At) {
  if (At.isInvalid())
    At = S.exitAt.isValid() ? S.exitAt : F.getBody()->getEndLoc();
  // Guards given by value die with the parameter.
  for (unsigned Id = 0; Id < S.leases.size(); ++Id)
    if (S.leases[Id].status == LeaseState::Held && S.leases[Id].owner &&
        R.leases[Id].origin == LeaseInfo::Acquired && Kind == ExitKind::Exception)
      release(S, Id, {});
  // A task whose handle the object keeps is joined by the object.
  for (const PendingTask &P : std::vector<PendingTask>(S.pending)) {
    bool Kept = llvm::any_of(S.env, [&](const auto &Entry) {
      return Entry.first->isSelf() && Entry.second.kind == Value::Task && Entry.second.id == P.task;
    });
    if (!Kept || R.leases[P.lease].origin != LeaseInfo::Member)
      touchTasks(S, P.lease);
  }
  if (Kind == ExitKind::Normal) {
    connectionMembers(S);
    longLived(S);
  }
  // An exception that leaves a noexcept function ends the program.
  if (Kind == ExitKind::Normal || !reportsByStatus(F)) {
    leaks(S, Kind, At);
    leftInFields(S, Kind, At);
    openTransactions(S, Kind, At);
  }
  if (Exits.size() < 512)
    Exits.push_back({Kind, S.leases, S.txns, S.returned, S.returnedConstant, S.env, S.trail, At});
}

/// Verdicts that need all exits.
void Walker::verdicts() {
  for (unsigned Id = 0; Id < R.txns.size(); ++Id) {
    const TxnInfo &I = R.txns[Id];
    if (I.borrowed || I.readOnly)
      continue;
    auto Of = [&](const ExitFact &X) -> TxnState {
      TxnState T = Id < X.txns.size() ? X.txns[Id] : TxnState{};
      // A guard that is kept or handed on takes its transaction along.
      if (I.ofGuard && T.status != TxnState::None && *I.lease < X.leases.size())
        if (auto L = X.leases[*I.lease].status; L == LeaseState::Stored || L == LeaseState::Gone)
          T.status = TxnState::Gone;
      return T;
    };
    if (I.object) {
      // An object that commits by itself has nothing to forget.
      if (I.onDestroy == OnDestroy::Commit)
        continue;
      const ExitFact *Abandoned = nullptr;
      const ExitFact *SameConstant = nullptr;
      bool Unknown = false, Committed = false;
      for (const ExitFact &X : Exits) {
        if (X.kind != ExitKind::Normal)
          continue;
        TxnState T = Of(X);
        Committed |= T.status == TxnState::Ended;
        Unknown |= T.status == TxnState::Gone;
        if ((T.status == TxnState::Open || T.status == TxnState::Abandoned) && T.wrote)
          Abandoned = &X;
      }
      if (!Abandoned || Unknown)
        continue;
      if (Committed) {
        for (const ExitFact &X : Exits)
          for (const ExitFact &Y : Exits)
            if (X.kind == ExitKind::Normal && Y.kind == ExitKind::Normal &&
                (Of(X).status == TxnState::Open || Of(X).status == TxnState::Abandoned) &&
                Of(X).wrote && Of(Y).status == TxnState::Ended && X.constant &&
                X.constant == Y.constant)
              SameConstant = &X;
        if (!SameConstant)
          continue;
        Abandoned = SameConstant;
      }
      Event E;
      E.kind = Event::NeverCommitted;
      E.at = I.at;
      E.txn = &I;
      E.lease = I.lease ? &R.leases[*I.lease] : nullptr;
      E.exitAt = Abandoned->at;
      E.detail = Committed
                     ? "this path returns the same value as one that commits, without committing"
                     : "no path commits";
      E.trail = Abandoned->trail;
      emit(std::move(E));
      continue;
    }
    // BEGIN on a session that came from elsewhere: wrong when the exits disagree, or when
    // it begins and does the work, too.
    if (!I.lease || R.leases[*I.lease].origin == LeaseInfo::Acquired)
      continue;
    const ExitFact *Open = nullptr;
    bool Ended = false;
    for (const ExitFact &X : Exits) {
      TxnState T = Of(X);
      // The begin itself failed or was not reached: says nothing about the others.
      Ended |= T.status == TxnState::Ended;
      if (T.status != TxnState::Open)
        continue;
      if (!Open || X.kind == ExitKind::Normal)
        Open = &X;
    }
    bool Alone = R.leases[*I.lease].origin == LeaseInfo::Unknown &&
                 !R.leases[*I.lease].name.empty() && I.worked;
    if (!Open || !(Ended || Alone))
      continue;
    Event E;
    E.kind = Event::OpenTransaction;
    E.at = I.at;
    E.txn = &I;
    E.lease = &R.leases[*I.lease];
    E.exit = Open->kind;
    E.exitAt = Open->at;
    E.detail = Open->kind == ExitKind::Exception ? "an exception leaves the function here"
                                                 : "the function returns here";
    E.trail = Open->trail;
    emit(std::move(E));
  }

  // Released on all paths, but by hand.
  for (unsigned Id = 0; Id < R.leases.size(); ++Id) {
    const LeaseInfo &I = R.leases[Id];
    if (I.origin != LeaseInfo::Acquired || I.acquire.guarded || I.ofPool)
      continue;
    bool Any = false, All = true;
    for (const ExitFact &X : Exits) {
      if (Id >= X.leases.size() || X.kind != ExitKind::Normal)
        continue;
      LeaseState L = X.leases[Id];
      if (L.status == LeaseState::None || L.status == LeaseState::Absent)
        continue;
      bool ByHand = L.status == LeaseState::Released && L.byHand;
      (ByHand ? Any : All) = ByHand;
    }
    if (!Any || !All)
      continue;
    Event E;
    E.kind = Event::ManualRelease;
    E.at = I.at;
    E.lease = &I;
    emit(std::move(E));
  }
}

void Walker::emit(Event E) {
  auto Key =
      std::tuple(static_cast<int>(E.kind),
                 E.lease ? static_cast<const void *>(E.lease) : static_cast<const void *>(E.txn),
                 E.at.getRawEncoding(), 0U);
  if (!Emitted.insert(Key).second)
    return;
  R.events.push_back(std::move(E));
}

} // namespace leasehold
