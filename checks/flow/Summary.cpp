//===- Summary.cpp - the Effects of a whole function ----------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "flow/Pools.h"
#include "flow/Walker.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace leasehold {

Step stepAt(SourceLocation L, const SourceManager &SM, std::string Text) {
  Step S;
  L = SM.getExpansionLoc(L);
  S.raw = L.getRawEncoding();
  PresumedLoc P = SM.getPresumedLoc(L);
  if (P.isValid()) {
    llvm::SmallString<256> Path(P.getFilename());
    SM.getFileManager().makeAbsolutePath(Path);
    llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
    S.file = Path.str().str();
    S.line = P.getLine();
    S.column = P.getColumn();
  }
  S.text = std::move(Text);
  return S;
}

namespace {

std::vector<std::string> namesOf(QualType T) {
  std::vector<std::string> Result;
  const CXXRecordDecl *Rec = T.getNonReferenceType()->getAsCXXRecordDecl();
  if (!Rec) {
    Result.push_back(T.getNonReferenceType().getUnqualifiedType().getAsString());
    return Result;
  }
  std::vector<const CXXRecordDecl *> Queue{Rec};
  for (size_t I = 0; I < Queue.size(); ++I) {
    Result.push_back(qualifiedName(*Queue[I]));
    if (Queue[I]->hasDefinition())
      for (const CXXBaseSpecifier &Base : Queue[I]->bases())
        if (const CXXRecordDecl *B = Base.getType()->getAsCXXRecordDecl())
          Queue.push_back(B);
  }
  return Result;
}

/// Is an exception of these classes caught inside the function?
bool caughtInside(const Body &B, const CXXTryStmt *Try, llvm::ArrayRef<std::string> Thrown) {
  for (; Try; Try = B.outer(Try))
    for (unsigned I = 0; I < Try->getNumHandlers(); ++I) {
      const CXXCatchStmt *H = Try->getHandler(I);
      if (H->getCaughtType().isNull())
        return true;
      std::vector<std::string> Handler = namesOf(H->getCaughtType());
      if (Thrown.empty() || llvm::is_contained(Thrown, Handler.front()) ||
          llvm::is_contained(Handler, Thrown.front()))
        return true;
    }
  return false;
}

/// Parameters that the body does nothing with but hand them to who does nothing with them.
void ignored(Catalog &C, const FunctionDecl &F, const Body &B, Effects &Into) {
  llvm::DenseMap<const VarDecl *, unsigned> HandedOn;
  for (const CallSite &Site : B.calls) {
    if (!Site.callee || !B.evaluated(Site.expr))
      continue;
    const CallParts Parts = partsOf(*Site.expr, Site.callee);
    const Effects *E = C.effectsOf(Site.callee, receiverType(Parts.object));
    if (!E || E->ignores.empty())
      continue;
    for (const Slot &L : E->ignores)
      if (L.index < Parts.args.size())
        if (const auto *D = dyn_cast_or_null<DeclRefExpr>(strip(Parts.args[L.index])))
          if (const auto *V = dyn_cast<ParmVarDecl>(D->getDecl()))
            ++HandedOn[V];
  }
  for (const ParmVarDecl *P : F.parameters())
    if (B.mentions(P) == HandedOn.lookup(P) &&
        (P->getType()->isAnyPointerType() || P->getType()->isReferenceType()))
      Into.ignores.push_back(Slot::param(P->getFunctionScopeIndex()));
}

} // namespace

void summariseCalls(Catalog &C, const FunctionDecl &F, const Body &B, const FlowOptions &O,
                    Effects &Into) {
  ASTContext &Ctx = C.context();
  const SourceManager &SM = Ctx.getSourceManager();
  auto ParamIndex = [&](const Expr *E) -> std::optional<unsigned> {
    E = strip(E);
    // std::function(std::move(f)): through conversions and moves.
    for (unsigned Depth = 0; E && Depth < 6; ++Depth) {
      if (const auto *K = dyn_cast<CallExpr>(E); K && K->getDirectCallee() &&
                                                 K->getDirectCallee()->isInStdNamespace() &&
                                                 K->getNumArgs() == 1 && !isa<CXXMemberCallExpr>(K))
        E = strip(K->getArg(0));
      else if (const auto *Made = dyn_cast<CXXConstructExpr>(E); Made && Made->getNumArgs() >= 1)
        E = strip(Made->getArg(0));
      else
        break;
    }
    const auto *D = dyn_cast_or_null<DeclRefExpr>(E);
    const auto *P = D ? dyn_cast<ParmVarDecl>(D->getDecl()) : nullptr;
    if (!P || P->getDeclContext() != &F)
      return std::nullopt;
    return P->getFunctionScopeIndex();
  };
  bool Exceptions = Ctx.getLangOpts().CXXExceptions && !F.isNoReturn() && !reportsByStatus(F);

  for (const CallSite &Site : B.calls) {
    const auto [Object, Args] = partsOf(*Site.expr, Site.callee);
    // callable(...) of a parameter or a member: called now.
    const Expr *Called = nullptr;
    if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(Site.expr);
        Op && Object && Op->getOperator() == OO_Call)
      Called = Object;
    else if (const auto *K = dyn_cast<CallExpr>(Site.expr); K && !Site.callee)
      Called = K->getCallee();
    if (auto I = Called ? ParamIndex(Called) : std::nullopt;
        I && !llvm::is_contained(Into.invokes, Slot::param(*I)))
      Into.invokes.push_back(Slot::param(*I));
    const Effects *E = C.effectsOf(Site.callee, receiverType(Object));
    // A lambda given to something that calls it now does its work here.
    std::vector<const Effects *> All;
    if (E) {
      All.push_back(E);
      for (const Slot &I : E->invokes)
        if (I.kind == Slot::Param && I.index < Args.size())
          if (const auto *L = dyn_cast<LambdaExpr>(strip(Args[I.index])))
            if (const Effects *Inner = C.summary(L->getCallOperator()))
              All.push_back(Inner);
    }
    for (const Effects *One : All) {
      if (One->blocks && One->background.empty() && (!Into.blocks || Into.blocks->onlyInLoop) &&
          !One->nonblocking) {
        const Blocking &Bl = *One->blocks;
        bool Loop = B.loopOf(Site.expr) != nullptr;
        // Short by itself, long when the caller repeats it.
        bool Short = Bl.onlyInLoop && !Loop;
        bool Blocks = true;
        std::optional<Unless> Asked; ///< of a text that comes in by a parameter
        for (const Unless &U : Bl.unless)
          if (One == E) {
            auto N = U.param < Args.size() ? constantOf(Args[U.param], Ctx) : std::nullopt;
            const auto Says = textSays(U, Object, Args, B);
            if (Says && Says->given)
              Asked = Says;
            else if (Says || (N && U.holds(*N)))
              Blocks = false;
          }
        std::optional<Duration> Passed;
        if (Bl.duration && One == E && Bl.duration->param < Args.size()) {
          auto Ns = constantDuration(Args[Bl.duration->param], Bl.duration->nsPerUnit, Ctx);
          if (Ns && *Ns == 0)
            Blocks = false;
          Short = Ns && *Ns < O.minSlow && !Loop;
          if (!Ns)
            if (auto I = ParamIndex(Args[Bl.duration->param])) {
              QualType T = F.getParamDecl(*I)->getType();
              if (Bl.duration->nsPerUnit || !T->isArithmeticType())
                Passed = Duration{*I, Bl.duration->nsPerUnit};
            }
        }
        if (Blocks) {
          Blocking Mine = Bl;
          Mine.duration = Passed;
          Mine.unless.clear();
          if (Asked)
            Mine.unless.push_back(*Asked);
          Mine.onlyInLoop = Short;
          std::string Text =
              One->origin == "summary" || !Bl.chain.empty()
                  ? "calls '" + (Site.callee ? qualifiedName(*Site.callee) : "") + "' here"
                  : Bl.what + " here";
          prepend(Mine.chain, stepAt(Site.expr->getBeginLoc(), SM, Text));
          Into.blocks = std::move(Mine);
        }
      }
      if (!One->throws.empty() && Into.throws.empty() && Exceptions && Site.callee &&
          !reportsByStatus(*Site.callee) && !caughtInside(B, B.tryOf(Site.expr), One->throws)) {
        Into.throws = One->throws;
        Into.throwChain = One->throwChain;
        prepend(Into.throwChain, stepAt(Site.expr->getBeginLoc(), SM, "may throw here"));
      }
    }
    if (!E)
      continue;
    for (const Slot &L : E->background) {
      if (L.kind != Slot::Param || L.index >= Args.size())
        continue;
      const Expr *A = strip(Args[L.index]);
      auto Note = [&](const Expr *X) {
        if (auto I = ParamIndex(X); I && !llvm::is_contained(Into.background, Slot::param(*I)))
          Into.background.push_back(Slot::param(*I));
      };
      Note(A);
      // A callable wrapped on its way: the parameter inside a lambda, a bind, a packaged_task.
      if (const auto *Lam = dyn_cast<LambdaExpr>(A))
        for (const Expr *Init : Lam->capture_inits())
          if (const Expr *Of = strip(Init); Of && isCallable(Of->getType()))
            Note(Of);
      if (const auto *Lam = dyn_cast<LambdaExpr>(A))
        for (const LambdaCapture &K : Lam->captures())
          if (K.capturesVariable())
            if (const auto *P = dyn_cast<ParmVarDecl>(K.getCapturedVar());
                P && P->getDeclContext() == &F && isCallable(P->getType()) &&
                !llvm::is_contained(Into.background, Slot::param(P->getFunctionScopeIndex())))
              Into.background.push_back(Slot::param(P->getFunctionScopeIndex()));
      if (const auto *K = dyn_cast<CallExpr>(A))
        for (const Expr *X : K->arguments())
          Note(X);
    }
    for (const Slot &L : E->invokes)
      if (L.kind == Slot::Param && L.index < Args.size())
        if (auto I = ParamIndex(Args[L.index]);
            I && !llvm::is_contained(Into.invokes, Slot::param(*I)))
          Into.invokes.push_back(Slot::param(*I));
  }
  for (const CXXThrowExpr *T : B.throws) {
    std::vector<std::string> Thrown;
    if (T->getSubExpr())
      Thrown = namesOf(T->getSubExpr()->getType());
    else if (const CXXCatchStmt *H = B.handlerOf(T); H && !H->getCaughtType().isNull())
      Thrown = namesOf(H->getCaughtType());
    else
      Thrown = {"std::exception"};
    if (Into.throws.empty() && Exceptions && !caughtInside(B, B.tryOf(T), Thrown)) {
      Into.throws = Thrown;
      Into.throwChain = {stepAt(T->getThrowLoc(), SM, "throws here")};
    }
  }
  summariseTakes(C, F, B, Into);
  // Sessions of `this` that the body, or what it calls on `this`, uses; not one that the body puts
  // there itself, be it after a look at what was there before.
  llvm::SmallPtrSet<const ValueDecl *, 4> Given;
  auto Gives = [&](const Expr *To) {
    if (const auto *M = dyn_cast_or_null<MemberExpr>(strip(To)))
      Given.insert(M->getMemberDecl());
  };
  for (const BinaryOperator *A : B.assignments)
    Gives(A->getLHS());
  for (const CallSite &Site : B.calls)
    if (const auto *O = dyn_cast<CXXOperatorCallExpr>(Site.expr); O && O->isAssignmentOp())
      Gives(O->getArg(0));
  for (const MemberExpr *M : B.members)
    if (isa<CXXThisExpr>(strip(M->getBase())) && isa<FieldDecl>(M->getMemberDecl()) &&
        !Given.contains(M->getMemberDecl()))
      if (isSessionLike(C.carrierOf(M->getMemberDecl()->getType()).role())) {
        Slot S = Slot::self();
        S.path.push_back(M->getMemberDecl()->getName().str());
        if (!llvm::is_contained(Into.usesMember, S))
          Into.usesMember.push_back(S);
      }
  for (const CallSite &Site : B.calls)
    if (const auto *M = dyn_cast<CXXMemberCallExpr>(Site.expr);
        M && isa<CXXThisExpr>(strip(M->getImplicitObjectArgument())))
      if (const Effects *E = C.summary(Site.callee))
        for (const Slot &S : E->usesMember)
          if (!llvm::is_contained(Into.usesMember, S))
            Into.usesMember.push_back(S);
  // bool enabled() { return false; }
  if (const auto *Block = dyn_cast<CompoundStmt>(F.getBody());
      Block && Block->size() == 1 && F.param_empty() && F.getReturnType()->isIntegerType())
    if (const auto *Ret = dyn_cast<ReturnStmt>(Block->body_front()))
      Into.constant = constantOf(Ret->getRetValue(), Ctx);
  ignored(C, F, B, Into);
  Into.origin = "summary";
  Into.borrowsArguments = true;
}

/// A place as a caller sees it.
std::optional<Slot> Walker::slotOf(const Place *P) const {
  const Place *Top = P->top();
  Slot S;
  S.path = P->path();
  if (P->isSelf()) {
    S.kind = Slot::This;
    return S;
  }
  if (P->isReturned()) {
    S.kind = Slot::Return;
    return S;
  }
  if (const auto *Parm = dyn_cast_or_null<ParmVarDecl>(Top->root);
      Parm && Parm->getDeclContext() == &F) {
    S.kind = Slot::Param;
    S.index = Parm->getFunctionScopeIndex();
    return S;
  }
  if (const auto *V = dyn_cast_or_null<VarDecl>(Top->root); V && V->hasLocalStorage()) {
    S.kind = Slot::Capture;
    S.capture = V;
    return S;
  }
  return std::nullopt;
}

/// May the release of this lease be refused, and does what is returned say so?
Refusal Walker::refusal(unsigned Lease, const std::vector<const ExitFact *> &Normal) {
  Refusal Says = Refusal::Never;
  for (const ExitFact *X : Normal) {
    if (X->returned && X->returned->kind == Value::GaveBack && X->returned->id == Lease)
      Says = X->returned->number ? Refusal::IfZero : Refusal::UnlessZero;
    if (X->leases[Lease].remains == LeaseState::Refused)
      return Refusal::Unsaid;
  }
  return Says;
}

/// Does a caller see what the function leaves there? Not in a parameter of its own.
bool Walker::callerSees(const Slot &S) const {
  if (S.kind == Slot::This || (S.kind == Slot::Param && !S.path.empty()))
    return !S.path.empty();
  if (S.kind != Slot::Param)
    return false;
  QualType T = F.getParamDecl(S.index)->getType();
  return T->isLValueReferenceType() || (T->isPointerType() && T->getPointeeType()->isPointerType());
}

/// From the exits: what happened to everything that came in or went out.
void Walker::finishSummary() {
  Effects &E = R.summary;
  std::vector<const ExitFact *> Normal;
  for (const ExitFact &X : Exits)
    if (X.kind == ExitKind::Normal)
      Normal.push_back(&X);
  if (Normal.empty())
    return;

  for (unsigned Id = 0; Id < R.leases.size(); ++Id) {
    const LeaseInfo &I = R.leases[Id];
    if (!I.borrowed() || !I.place)
      continue;
    std::optional<Slot> S = slotOf(I.place);
    if (!S)
      continue;
    unsigned Released = 0, Others = 0, Unknown = 0, EndedTxn = 0;
    bool Kept = false, Empty = true;
    for (const ExitFact *X : Normal) {
      auto Now = X->env.find(I.place);
      Empty &= Now != X->env.end() && Now->second.kind == Value::Null;
      LeaseState L = Id < X->leases.size() ? X->leases[Id] : LeaseState{};
      if (L.status == LeaseState::Absent)
        continue;
      Released += L.status == LeaseState::Released;
      Unknown += L.status == LeaseState::Gone || L.passedOn;
      Others += L.status != LeaseState::Released;
      EndedTxn += L.endedEntryTxn;
      for (const auto &[P, V] : X->env)
        if (V.kind == Value::Lease && V.id == Id && !V.weak && P != I.place &&
            (P->isSelf() || (P->top()->root && isa<VarDecl>(P->top()->root) &&
                             !cast<VarDecl>(P->top()->root)->hasLocalStorage()))) {
          if (P->isSelf()) {
            Slot To = Slot::self();
            To.path = P->path();
            if (llvm::none_of(E.assigns, [&](const Assigns &A) { return A.to == To; }))
              E.assigns.push_back({To, *S});
          } else {
            Kept = true;
          }
        } else if (V == Value::lease(Id) && P != I.place && P->parent &&
                   isa_and_nonnull<ParmVarDecl>(P->top()->root) && !P->below(I.place) &&
                   I.number()) {
          Kept = true; // put into what another parameter points to
        }
    }
    if (Released && !Others) {
      E.releases.push_back(*S);
      E.refusal = std::max(E.refusal, refusal(Id, Normal));
      E.cutsOff |= llvm::any_of(Normal, [&](const ExitFact *X) { return X->leases[Id].cutOff; });
    } else if (Released || Unknown) {
      E.mayRelease.push_back(*S);
      if (replaces(Id, *S, Normal))
        E.replaces.push_back(*S);
    }
    if (Empty && callerSees(*S))
      E.empties.push_back(*S);
    if (Kept)
      E.keeps.push_back(*S);
    if (EndedTxn)
      E.txn.push_back({TxnEffect::Commit, *S, EndedTxn == Normal.size(), /*either=*/true});
  }
  for (unsigned Id = 0; Id < R.txns.size(); ++Id) {
    const TxnInfo &I = R.txns[Id];
    if (!I.lease || !R.leases[*I.lease].borrowed() || !R.leases[*I.lease].place)
      continue;
    std::optional<Slot> S = slotOf(R.leases[*I.lease].place);
    if (!S)
      continue;
    unsigned Open = 0, Ended = 0, Wrote = 0, Used = 0, Unknown = 0;
    for (const ExitFact *X : Normal) {
      TxnState T = Id < X->txns.size() ? X->txns[Id] : TxnState{};
      Open += T.status == TxnState::Open;
      Ended += T.status == TxnState::Ended;
      Unknown += T.status == TxnState::Gone;
      Wrote += T.wrote;
      Used += T.used;
    }
    if (I.borrowed) {
      if (Ended || Unknown)
        E.txn.push_back({TxnEffect::Commit, *S, Ended == Normal.size(), /*either=*/true});
      if (Wrote == Normal.size())
        E.txn.push_back({TxnEffect::Write, *S, true});
      else if (Used == Normal.size())
        E.txn.push_back({TxnEffect::Read, *S, true});
    } else if (!I.object && Open && !Ended && !I.autocommit) {
      E.txn.push_back({TxnEffect::Begin, *S, true});
    }
  }
  leavesSpent(Normal);
  freedParameters(Normal);
  for (unsigned Id = 0; Id < R.leases.size(); ++Id)
    handsOutSpent(Id, Normal);
  // Rows that are read from a session that came in.
  if (const Role Returns = C.carrierOf(F.getReturnType()).role();
      Returns == Role::Result || Returns == Role::Statement)
    for (const ExitFact *X : Normal) {
      if (!X->returned || X->returned->kind != Value::Derived || !E.derives.empty())
        continue;
      const LeaseInfo &I = R.leases[X->returned->id];
      if (std::optional<Slot> From = I.borrowed() && I.place ? slotOf(I.place) : std::nullopt;
          From && From->kind != Slot::Capture)
        E.derives.push_back({*From, Slot::result()});
    }
  // What is handed out: by the return value, through a parameter, in a member.
  std::map<unsigned, Slot> First;
  for (unsigned Id = 0; Id < R.leases.size(); ++Id) {
    const LeaseInfo &I = R.leases[Id];
    for (const ExitFact *X : Normal) {
      LeaseState L = Id < X->leases.size() ? X->leases[Id] : LeaseState{};
      bool Live = L.status == LeaseState::Held || L.status == LeaseState::Stored;
      if (X->returned && X->returned->kind == Value::Lease && X->returned->id == Id && Live) {
        bool Kept = llvm::any_of(X->env, [&](const auto &Entry) {
          const auto *Var = dyn_cast_or_null<VarDecl>(Entry.first->top()->root);
          return Entry.second.kind == Value::Lease && Entry.second.id == Id &&
                 (Entry.first->isSelf() || (Var && !Var->hasLocalStorage()));
        });
        if (I.origin == LeaseInfo::Acquired && !X->returned->weak) {
          if (E.acquires.empty() && !Kept) {
            Acquire A = I.acquire;
            A.to = Slot::result();
            A.from.reset();
            A.pool = exportable(I.pool, F);
            A.guarded = I.acquire.guarded || I.guardType;
            const CXXRecordDecl *Rec = F.getReturnType()->getAsCXXRecordDecl();
            if (Rec && (hasOwnDeleter(Rec) || C.traitsOf(Rec).onDestroy == OnDestroy::Release))
              A.guarded = true;
            // A shared_ptr made with a deleter inside gives back by itself.
            if (Rec && wrapperOf(Rec) == Wrapper::Shared && !I.acquire.guarded && L.owner)
              A.guarded = true;
            if (A.failure != Acquire::Failure::Held && !I.number())
              A.failure = Acquire::Failure::Null;
            A.status = Acquire::Status::None;
            E.acquires.push_back(A);
            First.emplace(Id, Slot::result());
          }
        } else if (I.place && !E.same) {
          if (auto S = slotOf(I.place); S && S->kind != Slot::Capture)
            E.same = ReturnsSame{*S, true};
        }
      }
      if (I.origin != LeaseInfo::Acquired || L.status == LeaseState::Released)
        continue;
      for (const auto &[P, V] : X->env) {
        if (V.kind != Value::Lease || V.id != Id || V.weak)
          continue;
        std::optional<Slot> S = slotOf(P);
        if (!S || S->kind == Slot::Capture || !Live)
          continue;
        if (S->kind == Slot::Param) {
          const ParmVarDecl *Parm = F.getParamDecl(S->index);
          if ((!Parm->getType()->isReferenceType() && !Parm->getType()->isPointerType()) ||
              givenAnother(*S))
            continue;
        }
        if (llvm::any_of(E.acquires, [&](const Acquire &A) { return A.to == *S; }) ||
            llvm::any_of(E.assigns, [&](const Assigns &A) { return A.to == *S; }))
          continue;
        // One session that can be reached by two ways is acquired once.
        if (auto It = First.find(Id); It != First.end()) {
          E.assigns.push_back({*S, It->second});
          continue;
        }
        First.emplace(Id, *S);
        Acquire A = I.acquire;
        A.to = *S;
        A.from.reset();
        A.pool = exportable(I.pool, F);
        A.guarded =
            L.owner != nullptr || (S->kind == Slot::Return && (I.acquire.guarded || I.guardType));
        A.status = S->kind == Slot::Return              ? Acquire::Status::None
                   : F.getReturnType()->isBooleanType() ? Acquire::Status::NonzeroIsOk
                   : F.getReturnType()->isIntegerType() ? Acquire::Status::ZeroIsOk
                                                        : Acquire::Status::None;
        // Where it failed, it was given back in here.
        if (A.status != Acquire::Status::None && A.failure == Acquire::Failure::Held &&
            llvm::any_of(Normal, [&](const ExitFact *Y) {
              return Id < Y->leases.size() && Y->leases[Id].status == LeaseState::Released;
            }))
          A.failure = Acquire::Failure::Null;
        E.acquires.push_back(A);
        if (S->kind == Slot::This && S->path.size() == 1 && !A.guarded)
          R.stored.push_back({S->path.front(), I, {}});
      }
    }
  }
}

} // namespace leasehold
