//===- Branches.cpp - what a condition says of a state --------------------===//
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

/// Conditions inside of conditions are asked again for each that is around them; predicates call
/// each other, and themselves.
static constexpr unsigned MaxAsked = 4;

std::optional<bool> Walker::known(const State &S, const Expr *Cond) {
  if (Asked >= MaxAsked)
    return std::nullopt;
  llvm::SaveAndRestore Deeper(Asked, Asked + 1);
  HandedOn += 2 * S.weight();
  State Probe = S;
  bool CanBeTrue = assume(Probe, Cond, true);
  Probe = S;
  bool CanBeFalse = assume(Probe, Cond, false);
  if (CanBeTrue != CanBeFalse)
    return CanBeTrue;
  return std::nullopt;
}

namespace {

/// `a && b`, and `!`s around it.
const BinaryOperator *logical(const Expr *Cond) {
  Cond = strip(Cond);
  while (const auto *Not = dyn_cast_or_null<UnaryOperator>(Cond)) {
    if (Not->getOpcode() != UO_LNot)
      return nullptr;
    Cond = strip(Not->getSubExpr());
  }
  const auto *Op = dyn_cast_or_null<BinaryOperator>(Cond);
  return Op && Op->isLogicalOp() ? Op : nullptr;
}

/// How many conditions are joined in one; no more than `Most` are counted.
unsigned parts(const Expr *Cond, unsigned Most) {
  const BinaryOperator *Op = logical(Cond);
  if (!Op || Most == 0)
    return 1;
  unsigned Left = parts(Op->getLHS(), Most - 1);
  return Left >= Most ? Left : Left + parts(Op->getRHS(), Most - Left);
}

} // namespace

/// The states in which a condition has the given truth: what each of its parts says of a lease
/// tells paths apart.
void Walker::split(const State &S, const Expr *Cond, bool Truth, std::vector<State> &Out) {
  constexpr unsigned MaxParts = 5;
  HandedOn += S.weight();
  const BinaryOperator *Op = parts(Cond, MaxParts) < MaxParts ? logical(Cond) : nullptr;
  if (!Op) {
    Out.push_back(S);
    if (!assume(Out.back(), Cond, Truth))
      Out.pop_back();
    return;
  }
  for (Cond = strip(Cond); Cond != Op; Cond = strip(cast<UnaryOperator>(Cond)->getSubExpr()))
    Truth = !Truth;
  auto Then = [&](bool First, bool Second) {
    std::vector<State> Ways;
    split(S, Op->getLHS(), First, Ways);
    for (const State &Way : Ways)
      split(Way, Op->getRHS(), Second, Out);
  };
  if ((Op->getOpcode() == BO_LAnd) == Truth)
    return Then(Truth, Truth);
  split(S, Op->getLHS(), Truth, Out); // decides it
  Then(!Truth, Truth);
}

/// The truth that is stored by `have = conn != nullptr;`.
const Expr *Walker::truthStored(const CFGElement &E) {
  const auto At = E.getAs<CFGStmt>();
  if (!At)
    return nullptr;
  const Expr *From = nullptr;
  QualType To;
  if (const auto *D = dyn_cast<DeclStmt>(At->getStmt()); D && D->isSingleDecl()) {
    const auto *V = dyn_cast<VarDecl>(D->getSingleDecl());
    if (V && V->hasLocalStorage() && V->getInit()) {
      From = V->getInit();
      To = V->getType();
    }
  } else if (const auto *Op = dyn_cast<BinaryOperator>(At->getStmt());
             Op && Op->getOpcode() == BO_Assign) {
    From = Op->getRHS();
    To = Op->getLHS()->getType();
  }
  if (!From || !To->isBooleanType() || From->isValueDependent())
    return nullptr;
  return strip(From);
}

/// Where a truth that says something of a lease is stored, paths part as they do where it is asked.
std::vector<State> Walker::waysOf(const State &S, const Expr &Truth) {
  std::vector<State> Ways, False;
  if (constant(&Truth))
    return Ways;
  split(S, &Truth, true, Ways);
  split(S, &Truth, false, False);
  std::set<std::string> True;
  for (const State &Way : Ways)
    True.insert(Way.property());
  bool Tells = Ways.empty() || False.empty() || llvm::any_of(False, [&](const State &Way) {
                 return !True.contains(Way.property());
               });
  if (!Tells)
    return {};
  const Expr *At = strip(&Truth);
  for (State &Way : Ways)
    Way.temps[At] = Value::integer(1);
  for (State &Way : False) {
    Way.temps[At] = Value::integer(0);
    Ways.push_back(std::move(Way));
  }
  return Ways;
}

/// A local variable that nothing but what is in sight makes empty.
bool Walker::inSight(const Place *P, QualType T) const {
  const auto *V = P && !P->parent ? dyn_cast_or_null<VarDecl>(P->root) : nullptr;
  return V && V->hasLocalStorage() && V->getDeclContext() == &F &&
         !V->getType()->isReferenceType() && !V->getType().isVolatileQualified() &&
         (T->isPointerType() || wrapperOf(T->getAsCXXRecordDecl()) != Wrapper::None);
}

bool Walker::assume(State &S, const Expr *Cond, bool Truth) {
  Cond = strip(Cond);
  if (!Cond)
    return true;
  if (const auto *U = dyn_cast<UnaryOperator>(Cond); U && U->getOpcode() == UO_LNot)
    return assume(S, U->getSubExpr(), !Truth);
  if (const auto *O = dyn_cast<CXXOperatorCallExpr>(Cond)) {
    if (O->getOperator() == OO_Exclaim && O->getNumArgs() == 1)
      return assume(S, O->getArg(0), !Truth);
    if ((O->getOperator() == OO_EqualEqual || O->getOperator() == OO_ExclaimEqual) &&
        O->getNumArgs() == 2) {
      bool Equal = (O->getOperator() == OO_EqualEqual) == Truth;
      for (unsigned I = 0; I < 2; ++I)
        if (auto N = constant(O->getArg(I)))
          return assumeEquals(S, O->getArg(1 - I), Equal, *N);
    }
  }
  if (const auto *Rewritten = dyn_cast<CXXRewrittenBinaryOperator>(Cond))
    return assume(S, Rewritten->getSemanticForm(), Truth);
  if (const auto *Op = dyn_cast<BinaryOperator>(Cond)) {
    switch (Op->getOpcode()) {
    case BO_LAnd:
      if (Truth)
        return assume(S, Op->getLHS(), true) && assume(S, Op->getRHS(), true);
      if (known(S, Op->getLHS()) == true)
        return assume(S, Op->getRHS(), false);
      return true;
    case BO_LOr:
      if (!Truth)
        return assume(S, Op->getLHS(), false) && assume(S, Op->getRHS(), false);
      if (known(S, Op->getLHS()) == false)
        return assume(S, Op->getRHS(), true);
      return true;
    case BO_EQ:
    case BO_NE: {
      bool Equal = (Op->getOpcode() == BO_EQ) == Truth;
      if (auto N = constant(Op->getRHS()))
        return assumeEquals(S, Op->getLHS(), Equal, *N);
      if (auto N = constant(Op->getLHS()))
        return assumeEquals(S, Op->getRHS(), Equal, *N);
      if (std::optional<bool> Possible = assumeSame(S, Op->getLHS(), Op->getRHS(), Equal))
        return *Possible;
      break;
    }
    case BO_LT:
    case BO_GE:
    case BO_GT:
    case BO_LE: {
      // rc < 0 and rc > 0 both say that a status is not zero.
      const Expr *Left = Op->getLHS(), *Right = Op->getRHS();
      BinaryOperatorKind Code = Op->getOpcode();
      if (constant(Left) && !constant(Right)) {
        std::swap(Left, Right);
        Code = BinaryOperator::reverseComparisonOp(Code);
      }
      auto N = constant(Right);
      Value V = eval(S, Left);
      if (N && *N == 0 && (V.kind == Value::Status || V.kind == Value::GaveBack)) {
        bool Strict = Code == BO_LT || Code == BO_GT;
        if (Strict == Truth)
          return assumeEquals(S, Left, false, 0);
        return assumeEquals(S, Left, true, 0);
      }
      if (V.kind == Value::Lease && R.leases[V.id].number() && N) {
        // fd < 0, fd >= 0, fd > -1, fd <= -1
        bool Below = (Code == BO_LT || Code == BO_LE) == Truth;
        bool Inclusive = Code == BO_LE || Code == BO_GT;
        int64_t Bound = *N + Inclusive;
        if (Below ? Bound <= 0 : Bound >= 0)
          return assumeNumber(S, Left, V, Below);
        return true;
      }
      if (N && V.kind == Value::Int) {
        bool Holds = Code == BO_LT   ? V.number < *N
                     : Code == BO_GE ? V.number >= *N
                     : Code == BO_GT ? V.number > *N
                                     : V.number <= *N;
        return Holds == Truth;
      }
      break;
    }
    case BO_Assign:
      return assumeEquals(S, Op->getLHS(), !Truth, 0);
    default:
      break;
    }
  }
  if (const auto *K = dyn_cast<CallExpr>(Cond))
    if (std::optional<bool> Possible = assumePredicate(S, *K, Truth))
      return *Possible;
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(Cond)) {
    // if (conn), if (opt.has_value()), if (ptr.isNull())
    const CXXMethodDecl *D = M->getMethodDecl();
    if (D && isa<CXXConversionDecl>(D))
      return assumeEquals(S, M->getImplicitObjectArgument(), !Truth, 0);
    if (D && D->getDeclName().isIdentifier() && M->getNumArgs() == 0) {
      if (D->getName() == "has_value" &&
          (wrapperOf(D->getParent()) != Wrapper::None ||
           eval(S, M->getImplicitObjectArgument()).kind == Value::Lease))
        return assumeEquals(S, M->getImplicitObjectArgument(), !Truth, 0);
      if (D->getName() == "isNull")
        return assumeEquals(S, M->getImplicitObjectArgument(), Truth, 0);
    }
  }
  return assumeEquals(S, Cond, !Truth, 0);
}

/// bool worked(int rc) { return rc == 0 || rc == 1; }, asked of a status. Nothing: it is not.
std::optional<bool> Walker::assumePredicate(State &S, const CallExpr &Of, bool Truth) {
  const FunctionDecl *Callee = Of.getDirectCallee(), *Defined = nullptr;
  if (Asked >= MaxAsked || !Callee || Of.getNumArgs() != 1 || Callee->getNumParams() != 1 ||
      isa<CXXMemberCallExpr, CXXOperatorCallExpr>(Of))
    return std::nullopt;
  const Value V = eval(S, Of.getArg(0));
  if (V.kind != Value::Status && V.kind != Value::Begun && V.kind != Value::GaveBack)
    return std::nullopt;
  const auto *Only =
      Callee->hasBody(Defined) ? dyn_cast<CompoundStmt>(Defined->getBody()) : nullptr;
  const auto *Ret = Only && Only->size() == 1 ? dyn_cast<ReturnStmt>(Only->body_front()) : nullptr;
  if (!Ret || !Ret->getRetValue())
    return std::nullopt;
  llvm::SaveAndRestore Deeper(Asked, Asked + 1);
  const Place *P = Places.root(Defined->getParamDecl(0));
  S.env[P] = V;
  const bool Possible = assume(S, Ret->getRetValue(), Truth);
  // What it now is, it is for the caller, too.
  const Value Known = S.env[P];
  S.env.erase(P);
  if (const Place *Mine = resolve(S, Of.getArg(0)))
    S.env[Mine] = Known;
  return Possible;
}

/// Two pointers to sessions are equal, or not. Nothing: no two are compared.
std::optional<bool> Walker::assumeSame(State &S, const Expr *A, const Expr *B, bool Equal) {
  const Value Left = eval(S, A), Right = eval(S, B);
  if (Left.kind == Value::Null)
    return assumeEquals(S, B, Equal, 0);
  if (Right.kind == Value::Null)
    return assumeEquals(S, A, Equal, 0);
  if (Left.kind != Value::Lease || Right.kind != Value::Lease || Left.weak || Right.weak ||
      R.leases[Left.id].number() || R.leases[Right.id].number() || !A->getType()->isPointerType() ||
      !B->getType()->isPointerType())
    return std::nullopt;
  if (Left.id == Right.id)
    return Equal;
  if (!Equal)
    return true;
  // What was acquired here is nobody else's: they are equal if both are null.
  for (const auto &[Id, E] : {std::pair(Left.id, A), std::pair(Right.id, B)})
    if (R.leases[Id].origin == LeaseInfo::Acquired)
      return assumeEquals(S, E, true, 0);
  return std::nullopt;
}

/// A handle that is a number is below zero, or not.
bool Walker::assumeNumber(State &S, const Expr *E, const Value &V, bool Failed) {
  LeaseState &L = S.lease(V.id);
  if (!Failed)
    return L.status != LeaseState::Absent;
  absent(S, V.id);
  if (const Place *P = resolve(S, E))
    S.env[P] = Value::integer(-1);
  else if (auto It = S.temps.find(strip(E)); It != S.temps.end())
    It->second = Value::integer(-1);
  return true;
}

bool Walker::assumeEquals(State &S, const Expr *E, bool Equal, int64_t Number) {
  E = strip(E);
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(E);
      M && M->getMethodDecl() && isa<CXXConversionDecl>(M->getMethodDecl()) && Number == 0)
    E = strip(M->getImplicitObjectArgument());
  if (auto N = constant(E))
    return (*N == Number) == Equal;
  // SQL_SUCCEEDED(rc): (rc & ~1) == 0
  if (const auto *Op = dyn_cast<BinaryOperator>(E); Op && Op->getOpcode() == BO_And && Number == 0)
    if (Value V = eval(S, Op->getLHS()); V.kind == Value::Status || V.kind == Value::GaveBack)
      return assumeEquals(S, Op->getLHS(), Equal, 0);
  Value V = eval(S, E);
  const Place *P = resolve(S, E);
  switch (V.kind) {
  case Value::Null:
    return Number != 0 || Equal;
  case Value::Int:
    return (V.number == Number) == Equal;
  case Value::NonZero:
  case Value::Address:
  case Value::Closure:
    return Number != 0 || !Equal;
  case Value::Lease: {
    LeaseState &L = S.lease(V.id);
    if (R.leases[V.id].number())
      return Equal || Number == -1 ? assumeNumber(S, E, V, Equal && Number < 0) : true;
    if (Number != 0)
      return true;
    const bool InSight = !V.weak && inSight(P, E->getType());
    if (Equal) {
      if (InSight && L.sure)
        return false;
      // A guard class that may be empty, or a pointer that is null: nothing is held.
      if (!V.weak)
        absent(S, V.id);
      else if (const LeaseInfo &I = R.leases[V.id];
               P && I.replaced == P && !I.copied && I.origin == LeaseInfo::Acquired &&
               L.status == LeaseState::Stored && !L.owner &&
               llvm::none_of(S.env, [&](const auto &Entry) {
                 return Entry.first != P && Entry.second.kind == Value::Lease &&
                        Entry.second.id == V.id;
               }))
        L.status = LeaseState::Held; // the member is null now, and nobody else has it
      if (P) {
        S.env[P] = Value::null();
      } else if (auto It = S.temps.find(E); It != S.temps.end()) {
        It->second = Value::null();
      }
    } else if (L.status == LeaseState::Absent && !V.weak) {
      return false;
    } else if (InSight && (L.status == LeaseState::Held || L.status == LeaseState::Released)) {
      L.sure = true;
    } else if (V.weak && P && P->isSelf() && P->parent && L.status == LeaseState::Held &&
               !L.owner && R.leases[V.id].origin == LeaseInfo::Acquired) {
      L.status = LeaseState::Stored; // it is the same one, then
    }
    return true;
  }
  case Value::Status: {
    LeaseState &L = S.lease(V.id);
    const Acquire &A = R.leases[V.id].acquire;
    if (Number != 0 && !Equal)
      return true;
    bool Zero = Number == 0 && Equal;
    bool Ok = A.status == Acquire::Status::NonzeroIsOk ? !Zero : Zero;
    if (!Ok && A.failure != Acquire::Failure::Held) {
      if (L.status == LeaseState::Held || L.status == LeaseState::Stored)
        absent(S, V.id);
      L.owner = nullptr;
    } else if (Ok && A.failure == Acquire::Failure::Held && L.status == LeaseState::Held) {
      // Kept apart from the path on which there is a handle of nothing, or none.
      L.sure = true;
    }
    if (P)
      S.env[P] = Zero ? Value::integer(0) : Value::nonZero();
    else if (auto It = S.temps.find(E); It != S.temps.end())
      It->second = Zero ? Value::integer(0) : Value::nonZero();
    return true;
  }
  case Value::Asked: {
    bool IsOpen = (Number == 0 ? !Equal : Equal) != (V.number != 0);
    if (!IsOpen)
      for (unsigned I = 0; I < S.txns.size(); ++I)
        if (R.txns[I].lease == V.id && S.txns[I].status == TxnState::Open)
          S.txns[I].status = TxnState::Ended;
    return true;
  }
  case Value::Begun: {
    // A begin that failed opened nothing. Zero is success for a plain int, failure for a
    // bool or a pointer; another constant (PGRES_COMMAND_OK, SQLITE_DONE) is success.
    bool Failed = Number == 0 ? (V.number ? Equal : !Equal) : V.number ? !Equal : Equal;
    if (Failed && S.txn(V.id).status == TxnState::Open)
      S.txn(V.id) = {};
    if (P && Number == 0)
      S.env[P] = Equal ? Value::integer(0) : Value::nonZero();
    return true;
  }
  case Value::GaveBack: {
    // Another constant than zero is an error for a plain int.
    bool Refused = Number == 0 && V.number ? Equal : Number == 0 || V.number ? !Equal : Equal;
    if (LeaseState &L = S.lease(V.id); Refused && L.status == LeaseState::Released)
      L.remains = LeaseState::Refused;
    if (P && (Equal || Number == 0))
      S.env[P] = Equal ? Value::integer(Number) : Value::nonZero();
    return true;
  }
  case Value::Txn:
  case Value::Derived:
  case Value::Freed:
  case Value::Task:
    if (Number == 0 && Equal && V.kind == Value::Txn) {
      S.txn(V.id).status = TxnState::Ended;
      if (P)
        S.env[P] = Value::null();
    }
    return true;
  case Value::Alive:
    if (Number == 0 ? Equal == (V.number != 0) : V.number ? !Equal && Number == 1 : Equal)
      dead(S, V.id);
    break;
  case Value::Unknown:
    break;
  }
  QualType T = E->getType();
  if (P && !P->isElement() && (T->isIntegralOrEnumerationType() || T->isPointerType())) {
    const auto *Var = dyn_cast_or_null<VarDecl>(P->root);
    if (!(Var && Var->getType().isVolatileQualified())) {
      if (Equal)
        S.env[P] = T->isPointerType() ? Value::null() : Value::integer(Number);
      else if (Number == 0)
        S.env[P] = T->isBooleanType() ? Value::integer(1) : Value::nonZero();
      return true;
    }
  }
  if (auto Key = pureKey(S, E)) {
    auto It = S.facts.find(Key->first);
    if (It != S.facts.end()) {
      const Fact &Known = It->second;
      if (Known.number == Number)
        return Known.equal == Equal;
      if (Known.equal && Equal)
        return false;
      return true;
    }
    if (S.facts.size() < 64)
      S.facts[Key->first] = Fact{Equal, Number, Key->second};
  }
  return true;
}

void Walker::branch(const CFGBlock &Block, State S) {
  unsigned N = Block.succ_size();
  if (N == 0)
    return;
  if (N == 1) {
    if (const CFGBlock *To = Block.succ_begin()->getReachableBlock())
      propagate(To, std::move(S));
    return;
  }
  const Stmt *Terminator = Block.getTerminatorStmt();
  if (Terminator && isa<SwitchStmt>(Terminator)) {
    const auto *Sw = cast<SwitchStmt>(Terminator);
    lookedAt(S, Sw->getCond());
    for (const CFGBlock::AdjacentBlock &A : Block.succs()) {
      const CFGBlock *To = A.getReachableBlock();
      if (!To)
        continue;
      State Next = S;
      if (const auto *Case = dyn_cast_or_null<CaseStmt>(To->getLabel()); Case && !Case->getRHS())
        if (auto Number = constant(Case->getLHS()))
          if (!assumeEquals(Next, Sw->getCond(), true, *Number))
            continue;
      propagate(To, std::move(Next));
    }
    return;
  }
  const Expr *Cond = nullptr;
  if (N == 2 && Block.getTerminator().isStmtBranch()) {
    Cond = Block.getLastCondition();
    if (!Cond)
      Cond = dyn_cast_or_null<Expr>(Block.getTerminatorCondition());
  }
  if (Cond)
    lookedAt(S, Cond);
  bool AnyHeld =
      llvm::any_of(S.leases, [](const LeaseState &L) { return L.status == LeaseState::Held; });
  unsigned I = 0;
  for (const CFGBlock::AdjacentBlock &A : Block.succs()) {
    const CFGBlock *To = A.getReachableBlock();
    bool Truth = I++ == 0;
    if (!To)
      continue;
    std::vector<State> Ways;
    if (Cond)
      split(S, Cond, Truth, Ways);
    else
      Ways.push_back(S);
    for (State &Next : Ways) {
      if (Cond && AnyHeld && Terminator && isa<IfStmt>(Terminator) && Cond->getBeginLoc().isValid())
        Next.step(Cond->getBeginLoc(),
                  "assuming '" + describe(Cond) + "' is " + (Truth ? "true" : "false"));
      propagate(To, std::move(Next));
    }
  }
}

} // namespace leasehold
