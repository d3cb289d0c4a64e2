//===- Walker.cpp - walks one function's CFG over its leases --------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "flow/Walker.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Analysis/Analyses/PostOrderCFGView.h"

using namespace clang;

namespace leasehold {

std::unique_ptr<CFG> buildGraph(const FunctionDecl &F, ASTContext &Ctx) {
  CFG::BuildOptions Options;
  Options.AddImplicitDtors = true;
  Options.AddTemporaryDtors = true;
  Options.AddInitializers = true;
  Options.AddCXXDefaultInitExprInCtors = true;
  Options.AddCXXNewAllocator = false;
  Options.PruneTriviallyFalseEdges = true;
  Options.setAllAlwaysAdd();
  return CFG::buildCFG(&F, F.getBody(), &Ctx, Options);
}

Walker::Walker(Catalog &C, const FunctionDecl &F, const Body &B, const FlowOptions &O,
               const OpenFlags *Flags)
    : C(C), F(F), B(B), O(O), Flags(Flags), Ctx(C.context()) {
  Exceptions = Ctx.getLangOpts().CXXExceptions;
  IsMain = F.isMain();
  InPool = C.handlesPool(&F);
  const DeclContext *Context = F.getDeclContext();
  while (const auto *M = dyn_cast_or_null<CXXRecordDecl>(Context)) {
    if (C.traitsOf(M).role == Role::Pool)
      InPool = true;
    Context = M->getDeclContext();
    if (const auto *Fn = dyn_cast<CXXMethodDecl>(Context))
      Context = Fn->getParent();
  }
  ManagesPool = InPool && !servesThroughPool();
  findTakenOut();
}

FlowResult Walker::run(const CFG &G, FlowDump *Dump) {
  Graph = &G;
  Entries.resize(G.getNumBlockIDs());
  Order.resize(G.getNumBlockIDs());
  PostOrderCFGView View(&G);
  unsigned N = 0;
  for (const CFGBlock *Block : View)
    Order[Block->getBlockID()] = ++N;
  for (const CFGBlock *Block : G)
    if (const auto *H = dyn_cast_or_null<CXXCatchStmt>(Block->getLabel())) {
      CatchBlocks[H] = Block;
      if (!Order[Block->getBlockID()])
        Order[Block->getBlockID()] = ++N;
    }
  if (!Dump)
    findLoops(G);
  findEnding(G);
  State S;
  enter(S);
  propagate(&G.getEntry(), std::move(S));
  std::vector<const CFGBlock *> ById(G.getNumBlockIDs());
  for (const CFGBlock *Block : G)
    ById[Block->getBlockID()] = Block;
  // Collapsed blocks and joins only ever lose knowledge, so this ends; the budget is
  // for functions whose states are many, not for endless ones.
  unsigned Budget = O.maxVisits * (G.getNumBlockIDs() + 8);
  auto GiveUp = [&] {
    R.overBudget = true;
    R.events.clear();
    return std::move(R);
  };
  while (!Work.empty()) {
    auto [Rank, Id] = *Work.begin();
    Work.erase(Work.begin());
    Entry &E = Entries[Id];
    std::set<std::string> Dirty;
    Dirty.swap(E.dirty);
    for (const std::string &Key : Dirty) {
      if (Budget-- == 0 || tooMuch())
        return GiveUp();
      auto Here = E.states.find(Key);
      if (Here == E.states.end())
        continue; // collapsed by a way that leads back here
      if (E.onceOnly) {
        Kept -= Here->second.weight();
        runBlock(*ById[Id], std::move(Here->second));
      } else {
        // A copy: running the block may reach it again.
        runBlock(*ById[Id], State(Here->second));
      }
    }
    if (E.onceOnly)
      E.states.clear();
  }
  if (tooMuch())
    return GiveUp();
  verdicts();
  if (!O.repositories.empty())
    outsideLayer();
  finishSummary();
  if (Dump) {
    for (const CFGBlock *Block : G) {
      std::vector<std::string> Lines;
      for (const auto &[Key, St] : Entries[Block->getBlockID()].states) {
        std::string Line;
        for (unsigned I = 0; I < St.leases.size(); ++I) {
          static const char *const Names[] = {"",         "held",   "stored",
                                              "released", "absent", "unknown"};
          if (St.leases[I].status == LeaseState::None)
            continue;
          Line += (Line.empty() ? "" : ", ") +
                  (R.leases[I].name.empty() ? "lease" + std::to_string(I) : R.leases[I].name) +
                  ": " + Names[St.leases[I].status] + (St.leases[I].owner ? " (guarded)" : "");
        }
        for (unsigned I = 0; I < St.txns.size(); ++I) {
          static const char *const Names[] = {"",          "open",        "autocommit off", "ended",
                                              "abandoned", "rolled back", "unknown"};
          if (St.txns[I].status == TxnState::None)
            continue;
          Line += (Line.empty() ? "" : ", ") + std::string("transaction ") +
                  (R.txns[I].name.empty() ? std::to_string(I) : R.txns[I].name) + ": " +
                  Names[St.txns[I].status] + (St.txns[I].wrote ? " (wrote)" : "");
        }
        Lines.push_back(Line.empty() ? "nothing held" : Line);
      }
      Dump->blocks.emplace_back(Block->getBlockID(), std::move(Lines));
    }
  }
  return std::move(R);
}

/// What comes in: parameters that are sessions, and those that a lambda captured.
void Walker::enter(State &S) {
  auto Borrow = [&](const VarDecl *V, LeaseInfo::Origin Origin) {
    QualType T = V->getType();
    // T** and T*& are out-parameters.
    QualType Inner = T->getPointeeType();
    if (!Inner.isNull() && (Inner->isPointerType() || Inner->isReferenceType()) &&
        Origin == LeaseInfo::Parameter && !Inner.isConstQualified())
      return;
    Carrier K = C.carrierOf(T);
    if (!isSessionLike(K.role()) && K.role() != Role::Transaction && K.role() != Role::Statement)
      return;
    const Place *P = Places.root(V);
    LeaseInfo I;
    I.origin = Origin;
    I.place = P;
    I.at = V->getLocation();
    I.held = K.role() == Role::Statement ? Held::Never : K.traits->held;
    I.pooled = K.traits->pooled;
    I.threadAffine = K.traits->threadAffine;
    I.guardType = K.role() == Role::Guard;
    I.name = V->getNameAsString();
    I.type = K.record->getNameAsString();
    unsigned Id = addLease(std::move(I));
    BorrowedAt[P] = Id;
    LeaseState &L = S.lease(Id);
    L.status = LeaseState::Held;
    if (K.role() == Role::Transaction) {
      TxnInfo X;
      X.at = V->getLocation();
      X.lease = Id;
      X.object = X.borrowed = true;
      X.readOnly = K.traits->readOnly;
      X.singleUse = K.traits->singleUse;
      X.name = V->getNameAsString();
      X.type = K.record->getNameAsString();
      R.txns.push_back(std::move(X));
      auto TxnId = static_cast<unsigned>(R.txns.size() - 1);
      S.txn(TxnId).status = TxnState::Open;
      S.env[P] = Value::txn(TxnId);
    } else {
      S.env[P] = K.role() == Role::Statement ? Value::derived(Id) : Value::lease(Id);
    }
  };
  for (const ParmVarDecl *P : F.parameters())
    Borrow(P, LeaseInfo::Parameter);
  enterHandles(S);
  if (const auto *M = dyn_cast<CXXMethodDecl>(&F); M && M->getParent()->isLambda())
    for (const LambdaCapture &K : M->getParent()->captures())
      if (K.capturesVariable())
        if (const auto *V = dyn_cast<VarDecl>(K.getCapturedVar()))
          Borrow(V, LeaseInfo::Captured);
}

/// Blocks that are reached once, since they come after all that lead to them: their states can go
/// when they have been walked. Otherwise a long function keeps as many as it has blocks.
void Walker::findLoops(const CFG &G) {
  std::vector<unsigned> Back(G.getNumBlockIDs() + 1); ///< by rank: the end of the loop from here
  auto Edge = [&](unsigned From, unsigned To) {
    if (To <= From)
      Back[To] = std::max(Back[To], From);
  };
  for (const CFGBlock *Block : G)
    for (const CFGBlock::AdjacentBlock &A : Block->succs())
      if (const CFGBlock *To = A.getReachableBlock())
        Edge(Order[Block->getBlockID()], Order[To->getBlockID()]);
  // A handler is reached from any place in its try block, wherever that is.
  for (const auto &[_, Block] : CatchBlocks)
    Edge(G.getNumBlockIDs(), Order[Block->getBlockID()]);
  std::vector<bool> Again(Back.size());
  unsigned End = 0;
  for (unsigned Rank = 0; Rank < Back.size(); ++Rank) {
    End = std::max(End, Back[Rank]);
    Again[Rank] = Rank <= End;
  }
  for (const CFGBlock *Block : G)
    Entries[Block->getBlockID()].onceOnly = !Again[Order[Block->getBlockID()]];
}

/// exit(1) and its like; not what does not return since it throws or jumps, or ends its thread
/// only.
static bool endsProgram(const FunctionDecl *F) {
  if (!F || !F->isNoReturn())
    return false;
  const FunctionDecl *Defined = nullptr;
  if (isUserCode(*F))
    return F->hasBody(Defined) && Body(*Defined).throws.empty();
  return !F->getDeclName().isIdentifier() ||
         llvm::none_of(std::initializer_list<llvm::StringRef>{"throw", "jmp", "pthread_", "thrd_"},
                       [&](llvm::StringRef W) { return F->getName().contains(W); });
}

/// From where it ends backwards, so that a loop without an end is none of them.
void Walker::findEnding(const CFG &G) {
  Ending.resize(G.getNumBlockIDs());
  llvm::SmallVector<const CFGBlock *, 8> Found;
  for (const CFGBlock *Block : G)
    if (Block->hasNoReturnElement() && llvm::any_of(*Block, [&](const CFGElement &E) {
          const auto St = E.getAs<CFGStmt>();
          const auto *K = St ? dyn_cast<CallExpr>(St->getStmt()) : nullptr;
          return K && endsProgram(B.calleeOf(*K));
        }))
      Found.push_back(Block);
  while (!Found.empty()) {
    const CFGBlock *To = Found.pop_back_val();
    Ending[To->getBlockID()] = true;
    for (const CFGBlock::AdjacentBlock &From : To->preds())
      if (const CFGBlock *Block = From.getReachableBlock();
          Block && !Ending[Block->getBlockID()] &&
          llvm::all_of(Block->succs(), [&](const CFGBlock::AdjacentBlock &Next) {
            return !Next.getReachableBlock() || Ending[Next.getReachableBlock()->getBlockID()];
          }))
        Found.push_back(Block);
  }
}

void Walker::propagate(const CFGBlock *To, State S) {
  if (!To)
    return;
  Entry &E = Entries[To->getBlockID()];
  HandedOn += S.weight();
  std::string Key = S.property();
  auto It = E.states.find(Key);
  bool Changed = false;
  if (It != E.states.end()) {
    Kept -= It->second.weight();
    Changed = It->second.join(S);
    Kept += It->second.weight();
  } else if (E.states.size() < O.maxStates) {
    Kept += S.weight();
    E.states.emplace(Key, std::move(S));
    Changed = true;
  } else {
    // Too many ways to get here: one state, in which what disagrees is not held.
    State All = std::move(E.states.begin()->second);
    Kept -= All.weight();
    for (auto Other = std::next(E.states.begin()); Other != E.states.end(); ++Other) {
      Kept -= Other->second.weight();
      All.collapse(Other->second);
    }
    All.collapse(S);
    E.states.clear();
    E.dirty.clear();
    Key = All.property();
    Kept += All.weight();
    E.states.emplace(Key, std::move(All));
    Changed = true;
  }
  if (Changed) {
    E.dirty.insert(Key);
    Work.insert({Order[To->getBlockID()], To->getBlockID()});
  }
}

void Walker::runBlock(const CFGBlock &Block, State S, size_t From, unsigned Parted) {
  if (&Block == &Graph->getExit()) {
    exit(std::move(S), ExitKind::Normal, {});
    return;
  }
  InEnding = Ending[Block.getBlockID()];
  constexpr unsigned MaxParted = 4;
  for (size_t I = From; I < Block.size(); ++I) {
    const CFGElement E = Block[I];
    if (const Expr *Truth = Parted < MaxParted ? truthStored(E) : nullptr)
      if (std::vector<State> Ways = waysOf(S, *Truth); !Ways.empty()) {
        for (State &Way : Ways) {
          if (!element(E, Way) || tooMuch())
            continue;
          Way.temps.erase(Truth);
          runBlock(Block, std::move(Way), I + 1, Parted + 1);
        }
        return;
      }
    if (!element(E, S) || tooMuch())
      return;
  }
  if (Block.hasNoReturnElement())
    return;
  branch(Block, std::move(S));
}

unsigned Walker::numberOf(llvm::ArrayRef<std::string> Thrown) {
  auto It = llvm::find_if(ThrownClasses,
                          [&](const auto &Each) { return Thrown == llvm::ArrayRef(Each); });
  if (It == ThrownClasses.end())
    It = ThrownClasses.insert(It, Thrown.vec());
  return static_cast<unsigned>(It - ThrownClasses.begin());
}

bool Walker::element(const CFGElement &E, State &S) {
  switch (E.getKind()) {
  case CFGElement::Statement:
  case CFGElement::Constructor:
  case CFGElement::CXXRecordTypedCall:
    return statement(*E.castAs<CFGStmt>().getStmt(), S);
  case CFGElement::Initializer: {
    const CXXCtorInitializer *I = E.castAs<CFGInitializer>().getInitializer();
    if (!I->isAnyMemberInitializer() || !I->getInit())
      return true;
    const FieldDecl *Field = I->getAnyMember();
    const Place *P = Places.child(Places.self(), Field->getName());
    const Expr *Init = strip(I->getInit());
    if (Field->getType()->isReferenceType()) {
      if (const Place *Target = resolve(S, Init))
        S.env[P] = Value::address(Target);
      return true;
    }
    store(S, P, eval(S, Init), Field->getType(), *Init);
    return true;
  }
  case CFGElement::AutomaticObjectDtor: {
    auto D = E.castAs<CFGAutomaticObjDtor>();
    destroyVar(S, *D.getVarDecl(),
               D.getTriggerStmt() ? D.getTriggerStmt()->getEndLoc() : SourceLocation());
    return true;
  }
  case CFGElement::CleanupFunction:
    destroyVar(S, *E.castAs<CFGCleanupFunction>().getVarDecl(), {});
    return true;
  case CFGElement::TemporaryDtor: {
    const Expr *Temp = strip(E.castAs<CFGTemporaryDtor>().getBindTemporaryExpr()->getSubExpr());
    auto It = S.temps.find(Temp);
    const Place *P = Places.temporary(Temp);
    if (It != S.temps.end()) {
      Value V = It->second;
      if (V.kind == Value::Lease && S.lease(V.id).owner == P)
        release(S, V.id, Temp->getEndLoc());
      else if (V.kind == Value::Txn && S.txn(V.id).owner == P)
        destroy(S, P, Temp->getType(), Temp->getEndLoc());
      else if (V.kind == Value::Task) {
        // A discarded future of std::async waits here; one that was kept does not.
        bool Kept = llvm::any_of(
            S.env, [&](const auto &Entry) { return Entry.second == V && !Entry.first->temporary; });
        if (!Kept && TaskSites[V.id].async)
          discardedAsync(S, V.id);
      } else if (V.kind == Value::Closure &&
                 C.traitsOf(recordOf(Temp->getType())).role == Role::ScopeGuard)
        invoke(S, V.expr, *Temp);
    }
    return true;
  }
  case CFGElement::DeleteDtor:
  default:
    return true;
  }
}

bool Walker::statement(const Stmt &St, State &S) {
  if (const auto *D = dyn_cast<DeclStmt>(&St)) {
    for (const Decl *X : D->decls())
      if (const auto *V = dyn_cast<VarDecl>(X))
        declare(*V, S);
    return true;
  }
  if (const auto *Ret = dyn_cast<ReturnStmt>(&St)) {
    S.exitAt = Ret->getReturnLoc();
    if (const Expr *E = Ret->getRetValue()) {
      S.returned = eval(S, E);
      returnsDead(S, *E);
      // return sqlite3_close(db) == SQLITE_OK;
      if (const auto *Op = dyn_cast_or_null<BinaryOperator>(strip(E)); Op && Op->isComparisonOp())
        for (const Expr *Side : {Op->getLHS(), Op->getRHS()})
          if (Value V = eval(S, Side); V.kind == Value::GaveBack)
            S.lease(V.id).remains = LeaseState::Refused;
      S.returnedConstant = constant(E);
      leftByResult(S, S.exitAt);
      std::set<unsigned> Leases;
      // The parts of what is returned go along: Job{std::move(lease), 7}.
      const Expr *Object = strip(E);
      const Place *From = resolve(S, E);
      if (!From)
        From = Places.temporary(Object);
      // What a singleton keeps is not handed out.
      const auto *Root = dyn_cast_or_null<VarDecl>(From->top()->root);
      bool Global = Root && !Root->hasLocalStorage();
      if (const auto *List = dyn_cast<InitListExpr>(Object))
        if (const CXXRecordDecl *Rec = List->getType()->getAsCXXRecordDecl();
            Rec && Rec->isAggregate()) {
          unsigned I = 0;
          for (const FieldDecl *Field : Rec->fields()) {
            if (I >= List->getNumInits())
              break;
            if (Value Part = eval(S, List->getInit(I++)))
              S.env[Places.child(From, Field->getName())] = Part;
          }
        }
      for (const auto &[Part, V] : std::map<const Place *, Value>(S.env))
        if (Part != From && Part->below(From) && !From->isSelf() && !Global &&
            V.kind == Value::Lease) {
          S.env[Places.follow(Places.returned(), Part->path())] = V;
          Leases.insert(V.id);
        }
      if (S.returned->kind == Value::Lease)
        Leases.insert(S.returned->id);
      if (const Place *P = resolve(S, E); P && !P->isSelf())
        reachable(S, Value::address(P), Leases, 1);
      for (const auto &[Part, V] : S.env)
        if (Part->top() == Places.temporary(strip(E)))
          reachable(S, V, Leases, 1);
      for (unsigned Id : Leases) {
        LeaseState &L = S.lease(Id);
        if (L.status == LeaseState::Held && R.leases[Id].origin == LeaseInfo::Acquired &&
            (R.leases[Id].number()
                 ? S.returned == Value::lease(Id)
                 : !E->getType()->isBooleanType() && !E->getType()->isArithmeticType())) {
          // Ownership goes to the caller.
          L.status = LeaseState::Stored;
          L.changed = E->getBeginLoc();
        }
      }
      if (S.returned->kind == Value::Txn && !S.txn(S.returned->id).wrote)
        S.txn(S.returned->id).status = TxnState::Gone;
      else if (S.returned->kind == Value::Txn)
        S.txn(S.returned->id).status = TxnState::Gone;
    }
    return true;
  }
  if (const auto *Ret = dyn_cast<CoreturnStmt>(&St)) {
    S.exitAt = Ret->getKeywordLoc();
    if (Ret->getOperand()) {
      std::set<unsigned> Leases;
      reachable(S, Ret->getOperand(), Leases);
      for (unsigned Id : Leases)
        if (S.lease(Id).status == LeaseState::Held && R.leases[Id].origin == LeaseInfo::Acquired)
          S.lease(Id).status = LeaseState::Stored;
    }
    return true;
  }
  if (const auto *Op = dyn_cast<BinaryOperator>(&St)) {
    if (Op->getOpcode() == BO_Assign)
      assign(*Op->getLHS(), *Op->getRHS(), S, St);
    else if (Op->isAssignmentOp()) {
      flagSet(S, *Op->getLHS());
      if (const Place *P = resolve(S, Op->getLHS())) {
        S.forget(P);
        moved(S, *P, St);
      }
    }
    return true;
  }
  if (const auto *U = dyn_cast<UnaryOperator>(&St)) {
    if (U->isIncrementDecrementOp()) {
      flagSet(S, *U->getSubExpr());
      if (const Place *P = resolve(S, U->getSubExpr())) {
        const Value Old = at(S, P, U->getSubExpr()->getType());
        S.forget(P);
        moved(S, *P, St);
        if (Old.kind == Value::Int && !P->parent)
          S.env[P] = Value::integer(Old.number + (U->isIncrementOp() ? 1 : -1));
      }
    }
    return true;
  }
  if (const auto *Cast = dyn_cast<ImplicitCastExpr>(&St)) {
    readsField(S, *Cast);
    return true;
  }
  if (const auto *K = dyn_cast<CXXConstructExpr>(&St)) {
    construct(*K, S);
    return true;
  }
  if (const auto *K = dyn_cast<CallExpr>(&St))
    return call(*K, S);
  if (const auto *Await = dyn_cast<CoroutineSuspendExpr>(&St)) {
    suspend(S, *Await);
    return true;
  }
  if (const auto *N = dyn_cast<CXXNewExpr>(&St)) {
    const Expr *Init = N->getInitializer() ? strip(N->getInitializer()) : nullptr;
    if (!Init)
      return true;
    if (const auto *List = dyn_cast<InitListExpr>(Init))
      for (const Expr *Each : List->inits())
        keep(S, eval(S, Each), *N);
    Value V = eval(S, Init);
    // What `new` made is given back by `delete`, not by a scope.
    const Place *Temp = Places.temporary(Init);
    for (LeaseState &L : S.leases)
      if (L.owner == Temp)
        L.owner = nullptr;
    for (TxnState &X : S.txns)
      if (X.owner == Temp)
        X.owner = nullptr;
    std::vector<std::pair<const Place *, Value>> Parts;
    for (const auto &[P, Part] : S.env)
      if (P != Temp && P->below(Temp))
        Parts.emplace_back(Places.follow(Places.temporary(N), P->path()), Part);
    for (auto &[P, Part] : Parts)
      S.env[P] = Part;
    S.temps[N] = V.kind == Value::Lease || V.kind == Value::Txn || V.kind == Value::Derived
                     ? V
                     : Value::nonZero();
    return true;
  }
  if (const auto *D = dyn_cast<CXXDeleteExpr>(&St)) {
    Value V = eval(S, D->getArgument());
    if (V.kind == Value::Lease)
      release(S, V.id, D->getBeginLoc());
    else if (V.kind == Value::Txn)
      finish(S, V, false, true, D->getBeginLoc());
    else if (const Place *P = resolve(S, D->getArgument()))
      destroy(S, P, D->getArgument()->getType()->getPointeeType(), D->getBeginLoc());
    return true;
  }
  if (const auto *L = dyn_cast<LambdaExpr>(&St)) {
    S.temps[L] = Value::closure(L);
    unsigned I = 0;
    for (auto Init = L->capture_init_begin(); Init != L->capture_init_end(); ++Init, ++I) {
      const LambdaCapture &K = *(L->capture_begin() + I);
      if (K.capturesVariable() && K.getCaptureKind() == LCK_ByCopy)
        if (Value Val = eval(S, *Init); Val.kind == Value::Lease && !S.lease(Val.id).owner)
          R.leases[Val.id].copied |= C.carrierOf((*Init)->getType()).wrapper == Wrapper::Shared;
      if (!K.capturesVariable() || !L->isInitCapture(&K) || !*Init)
        continue;
      const auto *V = cast<VarDecl>(K.getCapturedVar());
      if (V->getType()->isReferenceType()) {
        if (const Place *Target = resolve(S, *Init))
          S.env[Places.root(V)] = Value::address(Target);
        continue;
      }
      Value Val = eval(S, *Init);
      S.forget(Places.root(V));
      if (Val) {
        S.env[Places.root(V)] = Val;
        if (Val.kind == Value::Lease && S.lease(Val.id).owner)
          S.lease(Val.id).owner = Places.root(V);
      }
    }
    return true;
  }
  if (const auto *T = dyn_cast<CXXThrowExpr>(&St)) {
    S.exitAt = T->getThrowLoc();
    S.step(T->getThrowLoc(), "throws here");
    if (T->getSubExpr()) {
      unwind(S, T, hierarchy(T->getSubExpr()->getType()), "throw");
      return false;
    }
    // What was caught is thrown on; where that is not known, what the handler says.
    const CXXCatchStmt *H = B.handlerOf(T);
    std::vector<std::string> Says;
    if (H && !H->getCaughtType().isNull())
      Says = hierarchy(H->getCaughtType().getNonReferenceType());
    auto Caught = S.caught.find(H);
    if (Caught == S.caught.end()) {
      unwind(S, T, Says, "throw");
      return false;
    }
    for (unsigned Each : Caught->second) {
      const std::vector<std::string> Thrown = ThrownClasses[Each];
      unwind(S, T, Thrown.empty() ? Says : Thrown, "throw");
    }
    return false;
  }
  return true;
}

} // namespace leasehold
