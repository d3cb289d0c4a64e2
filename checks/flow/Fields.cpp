//===- Fields.cpp - what a unit does with one field -----------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "flow/Fields.h"
#include "flow/Walker.h"

using namespace clang;

namespace leasehold {

const FieldDecl *fieldOf(const Expr *E) {
  const auto *M = dyn_cast_or_null<MemberExpr>(E ? strip(E) : nullptr);
  const auto *F = M ? dyn_cast<FieldDecl>(M->getMemberDecl()) : nullptr;
  return F ? F->getCanonicalDecl() : nullptr;
}

const VarDecl *variableOf(const Expr *E) {
  const auto *D = dyn_cast_or_null<DeclRefExpr>(E ? strip(E) : nullptr);
  const auto *V = D ? dyn_cast<VarDecl>(D->getDecl()) : nullptr;
  return V && V->hasLocalStorage() && !isa<ParmVarDecl>(V) ? V : nullptr;
}

bool isClear(const Expr *Init, ASTContext &Ctx) {
  if (!Init || isa<ImplicitValueInitExpr>(Init) ||
      Init->isNullPointerConstant(Ctx, Expr::NPC_ValueDependentIsNotNull))
    return true;
  if (const auto *List = dyn_cast<InitListExpr>(Init))
    return List->getNumInits() == 0 || (List->getNumInits() == 1 && isClear(List->getInit(0), Ctx));
  return constantOf(Init, Ctx) == 0;
}

Unit::Unit(std::vector<Function> Given) : all(std::move(Given)) {
  for (const Function &Each : all)
    for (const MemberExpr *M : Each.body->members)
      if (const FieldDecl *Field = fieldOf(M)) {
        std::vector<const Function *> &In = namedIn[Field];
        if (In.empty() || In.back() != &Each)
          In.push_back(&Each);
      }
}

FunctionSet Unit::callersOf(FunctionSet Of) const {
  for (bool Grown = true; Grown;) {
    Grown = false;
    for (const Function &Each : all)
      if (!Of.contains(Each.fn->getCanonicalDecl()) &&
          llvm::any_of(Each.body->calls, [&](const CallSite &S) {
            return S.callee && Of.contains(S.callee->getCanonicalDecl());
          }))
        Grown |= Of.insert(Each.fn->getCanonicalDecl()).second;
  }
  return Of;
}

const CFG *Unit::graphOf(const Function &F) const {
  auto [It, New] = Graphs.try_emplace(F.fn);
  if (New)
    It->second = buildGraph(*F.fn, F.fn->getASTContext());
  return It->second.get();
}

//===----------------------------------------------------------------------===//
// What bodies do with a session
//===----------------------------------------------------------------------===//

bool FieldUses::VisitVarDecl(VarDecl *V) {
  if (V->getInit() && V->hasLocalStorage() && V->getType()->isPointerType() && is(V->getInit()))
    aliases.insert(V);
  return true;
}

bool FieldUses::VisitBinaryOperator(BinaryOperator *E) {
  if (E->getOpcode() == BO_Assign) {
    const VarDecl *To = variableOf(E->getLHS());
    if (!To && is(E->getLHS()))
      (isClear(strip(E->getRHS()), Ctx) ? empties : opens).insert(E);
    else if (To && To->getType()->isPointerType() && is(E->getRHS()))
      aliases.insert(To);
    if (To && (aliases.contains(To)) && (is(E->getRHS()) || isClear(strip(E->getRHS()), Ctx)))
      is(E->getLHS());
  } else if (E->isComparisonOp() || E->isLogicalOp())
    for (const Expr *Side : {E->getLHS(), E->getRHS()})
      is(Side);
  return true;
}

bool FieldUses::VisitUnaryOperator(UnaryOperator *E) {
  if (E->getOpcode() == UO_LNot)
    is(E->getSubExpr());
  return true;
}

bool FieldUses::VisitImplicitCastExpr(ImplicitCastExpr *E) {
  if (E->getCastKind() == CK_PointerToBoolean)
    is(E->getSubExpr());
  return true;
}

bool FieldUses::VisitCXXDeleteExpr(CXXDeleteExpr *E) {
  if (is(E->getArgument()))
    releases.insert(E);
  return true;
}

bool FieldUses::VisitCallExpr(CallExpr *E) {
  const FunctionDecl *Callee = E->getDirectCallee();
  const CallParts Parts = partsOf(*E, Callee);
  const Effects *Does =
      Callee ? C.declared(Callee, Parts.object ? receiverType(Parts.object) : QualType()) : nullptr;
  auto Concerns = [](const std::vector<Slot> &Slots, const Slot &S) {
    return llvm::is_contained(Slots, S);
  };
  for (unsigned I = 0; I < Parts.args.size(); ++I) {
    const Expr *A = strip(Parts.args[I]);
    if (const auto *U = dyn_cast_or_null<UnaryOperator>(A); U && U->getOpcode() == UO_AddrOf)
      A = U->getSubExpr();
    if (!is(A))
      continue;
    const Slot S = Slot::param(I);
    if (Does && (Concerns(Does->releases, S) || Concerns(Does->mayRelease, S)))
      releases.insert(E);
    else if (Does && llvm::any_of(Does->acquires, [&](const Acquire &Each) {
               return Each.to == S || (Each.to == Slot::result() && Does->same &&
                                       Does->same->as == S && A != strip(Parts.args[I]));
             }))
      opens.insert(E);
    else if (!Does && (!Callee || isUserCode(*Callee)))
      releases.insert(E); // for all that is known
  }
  if (Parts.object && is(Parts.object) && Does && Concerns(Does->releases, Slot::self()))
    releases.insert(E);
  return true;
}

FieldSession::FieldSession(Catalog &C, const Unit &In, const FieldDecl *Field) : field(Field) {
  auto Named = In.namedIn.find(Field);
  if (Named == In.namedIn.end())
    return;
  for (const Unit::Function *Each : Named->second) {
    FieldUses U(C, Field);
    U.TraverseStmt(Each->fn->getBody());
    understood &= U.understood();
    if (!U.opens.empty())
      opening.insert(Each->fn->getCanonicalDecl());
    if (!U.releases.empty())
      releasing.insert(Each->fn->getCanonicalDecl());
    uses.emplace_back(Each, std::move(U));
  }
  if (opening.empty() || releasing.empty())
    return;
  opening = In.callersOf(std::move(opening));
  releasing = In.callersOf(std::move(releasing));
}

//===----------------------------------------------------------------------===//
// Ways
//===----------------------------------------------------------------------===//

std::optional<bool> conditionFor(const Expr *E, const FieldDecl *Flag, bool Set, ASTContext &Ctx,
                                 unsigned Depth) {
  E = E ? strip(E) : nullptr;
  if (!E || Depth > 4)
    return std::nullopt;
  auto Also = [&](const Expr *Of) { return conditionFor(Of, Flag, Set, Ctx, Depth + 1); };
  if (fieldOf(E) == Flag)
    return Set;
  if (const auto *U = dyn_cast<UnaryOperator>(E); U && U->getOpcode() == UO_LNot) {
    const std::optional<bool> Of = Also(U->getSubExpr());
    return Of ? std::optional(!*Of) : std::nullopt;
  }
  // bool isOpen() const { return open; }
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E)) {
    const FunctionDecl *Defined = nullptr;
    if (!Call->getDirectCallee() || !Call->getDirectCallee()->hasBody(Defined))
      return std::nullopt;
    const auto *Block = dyn_cast<CompoundStmt>(Defined->getBody());
    const auto *Ret =
        Block && Block->size() == 1 ? dyn_cast<ReturnStmt>(Block->body_front()) : nullptr;
    return Ret ? Also(Ret->getRetValue()) : std::nullopt;
  }
  const auto *Op = dyn_cast<BinaryOperator>(E);
  if (!Op)
    return std::nullopt;
  if (Op->isLogicalOp()) {
    const bool Decides = Op->getOpcode() == BO_LOr;
    const std::optional<bool> L = Also(Op->getLHS()), R = Also(Op->getRHS());
    if (L == Decides || R == Decides)
      return Decides;
    return L && R ? std::optional(!Decides) : std::nullopt;
  }
  const std::optional<int64_t> N =
      Op->getRHS()->isNullPointerConstant(Ctx, Expr::NPC_ValueDependentIsNotNull)
          ? 0
          : constantOf(Op->getRHS(), Ctx);
  if (!N || fieldOf(Op->getLHS()) != Flag)
    return std::nullopt;
  switch (Op->getOpcode()) {
  case BO_EQ:
    return Set ? (*N <= 0 ? std::optional(false) : std::nullopt) : *N == 0;
  case BO_NE:
    return Set ? (*N <= 0 ? std::optional(true) : std::nullopt) : *N != 0;
  case BO_GT:
    return Set ? (*N <= 0 ? std::optional(true) : std::nullopt) : 0 > *N;
  case BO_GE:
    return Set ? (*N <= 1 ? std::optional(true) : std::nullopt) : 0 >= *N;
  case BO_LT:
    return Set ? (*N <= 1 ? std::optional(false) : std::nullopt) : 0 < *N;
  case BO_LE:
    return Set ? (*N <= 0 ? std::optional(false) : std::nullopt) : 0 <= *N;
  default:
    return std::nullopt;
  }
}

bool Ways::existAfter(const Stmt *S) const {
  for (const CFGBlock *Block : graph)
    for (size_t I = 0; I < Block->size(); ++I)
      if (auto E = (*Block)[I].getAs<CFGStmt>(); E && E->getStmt() == S)
        return exist(Block, I + 1, std::nullopt, std::nullopt);
  return false;
}

Ways::Met Ways::meets(const Stmt *S) const {
  const auto *Call = dyn_cast<CallExpr>(S);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  auto In = [&](const FunctionSet *Of) {
    return Of && Callee && Of->contains(Callee->getCanonicalDecl());
  };
  if (targets.contains(S) || In(targetCalls))
    return Met::Target;
  return stops.contains(S) || In(stopCalls) ? Met::Stop : Met::Nothing;
}

void Ways::change(const Stmt *S, std::optional<bool> &Set) const {
  if (!flag)
    return;
  if (const auto *Op = dyn_cast<BinaryOperator>(S);
      Op && Op->isAssignmentOp() && fieldOf(Op->getLHS()) == flag) {
    const auto N = Op->getOpcode() == BO_Assign ? constantOf(Op->getRHS(), Ctx) : std::nullopt;
    Set = N ? std::optional(*N != 0) : std::nullopt;
  } else if (const auto *U = dyn_cast<UnaryOperator>(S);
             U && U->isIncrementDecrementOp() && fieldOf(U->getSubExpr()) == flag) {
    Set = U->isIncrementOp() ? std::optional(true) : std::nullopt;
  } else if (const auto *Call = dyn_cast<CallExpr>(S); Call && Call->getDirectCallee()) {
    if (changing && changing->contains(Call->getDirectCallee()->getCanonicalDecl()))
      Set = std::nullopt;
  }
}

bool Ways::exist(const CFGBlock *From, size_t Index, std::optional<bool> Set,
                 std::optional<bool> There) const {
  std::set<std::pair<unsigned, int>> Seen;
  llvm::SmallVector<std::tuple<const CFGBlock *, size_t, std::optional<bool>>, 16> Work;
  Work.emplace_back(From, Index, Set);
  while (!Work.empty()) {
    auto [Block, I, Now] = Work.pop_back_val();
    if (toEnd && Block == &graph.getExit())
      return true;
    Met What = Met::Nothing;
    for (; I < Block->size() && What == Met::Nothing; ++I)
      if (auto E = (*Block)[I].getAs<CFGStmt>()) {
        What = meets(E->getStmt());
        if (What == Met::Target && Now && There && *Now != *There)
          What = Met::Nothing;
        change(E->getStmt(), Now);
      }
    if (What == Met::Target)
      return true;
    if (What == Met::Stop || Block->hasNoReturnElement())
      continue;
    const Expr *Cond =
        Block->succ_size() == 2 && !isa_and_nonnull<SwitchStmt>(Block->getTerminatorStmt())
            ? Block->getLastCondition()
            : nullptr;
    std::optional<bool> Truth =
        flag && Now && Cond ? conditionFor(Cond, flag, *Now, Ctx) : std::nullopt;
    if (open && Cond && !Truth)
      Truth = conditionFor(Cond, open, true, Ctx);
    for (size_t To = 0; To < Block->succ_size(); ++To) {
      const CFGBlock *Next = *(Block->succ_begin() + To);
      if (Next && !(Truth && *Truth == (To == 1)) &&
          Seen.insert({Next->getBlockID(), Now ? int(*Now) : 2}).second)
        Work.emplace_back(Next, 0, Now);
    }
  }
  return false;
}

} // namespace leasehold
