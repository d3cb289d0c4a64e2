//===- OpenFlags.cpp - what says whether a field is open ------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "flow/OpenFlags.h"
#include "flow/Walker.h"
#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"

using namespace clang;

namespace leasehold {
namespace {

using Sites = llvm::DenseSet<const Stmt *>;
using Functions = llvm::DenseSet<const FunctionDecl *>;

const FieldDecl *fieldOf(const Expr *E) {
  const auto *M = dyn_cast_or_null<MemberExpr>(E ? strip(E) : nullptr);
  const auto *F = M ? dyn_cast<FieldDecl>(M->getMemberDecl()) : nullptr;
  return F ? F->getCanonicalDecl() : nullptr;
}

/// A local variable, but no parameter.
const VarDecl *variableOf(const Expr *E) {
  const auto *D = dyn_cast_or_null<DeclRefExpr>(E ? strip(E) : nullptr);
  const auto *V = D ? dyn_cast<VarDecl>(D->getDecl()) : nullptr;
  return V && V->hasLocalStorage() && !isa<ParmVarDecl>(V) ? V : nullptr;
}

std::optional<int64_t> numberOf(const Expr *E, const ASTContext &Ctx) {
  Expr::EvalResult R;
  if (!E || E->isValueDependent() || !E->EvaluateAsInt(R, Ctx) ||
      R.Val.getInt().getSignificantBits() > 63)
    return std::nullopt;
  return R.Val.getInt().getExtValue();
}

/// Null, zero, or nothing.
bool isClear(const Expr *Init, ASTContext &Ctx) {
  if (!Init || isa<ImplicitValueInitExpr>(Init) ||
      Init->isNullPointerConstant(Ctx, Expr::NPC_ValueDependentIsNotNull))
    return true;
  if (const auto *List = dyn_cast<InitListExpr>(Init))
    return List->getNumInits() == 0 || (List->getNumInits() == 1 && isClear(List->getInit(0), Ctx));
  return numberOf(Init, Ctx) == 0;
}

/// Can nobody but this unit touch the field? Its class is the unit's own, or keeps the field to
/// methods that all have their bodies here.
bool isSealed(const FieldDecl &Field, const SourceManager &SM) {
  const RecordDecl *R = Field.getParent();
  if (SM.isInMainFile(SM.getExpansionLoc(R->getLocation())) || R->isInAnonymousNamespace())
    return true;
  const auto *Class = dyn_cast<CXXRecordDecl>(R);
  return Class && Field.getAccess() == AS_private && !Class->hasFriends() &&
         llvm::all_of(Class->decls(), [](const Decl *D) {
           const auto *M = dyn_cast<CXXMethodDecl>(D);
           return !isa<FunctionTemplateDecl>(D) &&
                  (!M || M->isImplicit() || M->isDefaulted() || M->isDeleted() ||
                   M->isPureVirtual() || M->isDefined());
         });
}

/// Do all constructors, and the field's own initializer, leave it clear?
bool beginsClear(const FieldDecl &Field, ASTContext &Ctx) {
  if (!isClear(Field.getInClassInitializer(), Ctx))
    return false;
  const auto *Class = dyn_cast<CXXRecordDecl>(Field.getParent());
  return !Class || llvm::all_of(Class->ctors(), [&](const CXXConstructorDecl *K) {
    const FunctionDecl *Defined = nullptr;
    return !K->isDefined(Defined) ||
           llvm::all_of(cast<CXXConstructorDecl>(Defined)->inits(), [&](const CXXCtorInitializer *I) {
             return !I->isAnyMemberInitializer() ||
                    I->getAnyMember()->getCanonicalDecl() != Field.getCanonicalDecl() ||
                    isClear(I->getInit(), Ctx) || isa<CXXDefaultInitExpr>(I->getInit());
           });
  });
}

/// Visits a body without those of its lambdas, which are functions of their own, and tells whether
/// each mention of one field was understood.
template <typename Derived> struct FieldVisitor : RecursiveASTVisitor<Derived> {
  FieldVisitor(const FieldDecl *Field, ASTContext &Ctx) : field(Field), Ctx(Ctx) {}
  const FieldDecl *field;
  ASTContext &Ctx;
  llvm::DenseSet<const Expr *> named, known;
  llvm::DenseSet<const VarDecl *> aliases;

  bool TraverseLambdaExpr(LambdaExpr *) { return true; }
  bool VisitMemberExpr(MemberExpr *E) {
    if (fieldOf(E) == field)
      named.insert(E);
    return true;
  }
  bool VisitDeclRefExpr(DeclRefExpr *E) {
    if (aliases.contains(variableOf(E)))
      named.insert(E);
    return true;
  }
  /// Is `E` the field, or a variable that got its value, in a place that is understood?
  bool is(const Expr *E) {
    if (fieldOf(E) != field && !(E && aliases.contains(variableOf(E))))
      return false;
    known.insert(strip(E));
    return true;
  }
  [[nodiscard]] bool understood() const { return named.size() == known.size(); }
};

} // namespace

/// What a body does with the session in a field.
struct OpenFlags::Uses : FieldVisitor<Uses> {
  Uses(Catalog &C, const FieldDecl *Field) : FieldVisitor(Field, C.context()), C(C) {}
  Catalog &C;
  Sites opens, releases, empties;

  bool VisitVarDecl(VarDecl *V) {
    if (V->getInit() && V->hasLocalStorage() && V->getType()->isPointerType() && is(V->getInit()))
      aliases.insert(V);
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *E) {
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
  bool VisitUnaryOperator(UnaryOperator *E) {
    if (E->getOpcode() == UO_LNot)
      is(E->getSubExpr());
    return true;
  }
  bool VisitImplicitCastExpr(ImplicitCastExpr *E) {
    if (E->getCastKind() == CK_PointerToBoolean)
      is(E->getSubExpr());
    return true;
  }
  bool VisitIfStmt(IfStmt *S) { return is(S->getCond()), true; }
  bool VisitWhileStmt(WhileStmt *S) { return is(S->getCond()), true; }
  bool VisitForStmt(ForStmt *S) { return is(S->getCond()), true; }
  bool VisitConditionalOperator(ConditionalOperator *E) { return is(E->getCond()), true; }
  bool VisitCXXDeleteExpr(CXXDeleteExpr *E) {
    if (is(E->getArgument()))
      releases.insert(E);
    return true;
  }
  bool VisitCallExpr(CallExpr *E) {
    const FunctionDecl *Callee = E->getDirectCallee();
    const CallParts Parts = partsOf(*E, Callee);
    const Effects *Does = Callee ? C.declared(Callee, Parts.object ? receiverType(Parts.object)
                                                                   : QualType())
                                 : nullptr;
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
};

/// What a body does to a flag.
struct OpenFlags::Changes : FieldVisitor<Changes> {
  using FieldVisitor::FieldVisitor;
  Sites sets, clears, others;
  [[nodiscard]] bool any() const { return !sets.empty() || !clears.empty() || !others.empty(); }

  bool VisitBinaryOperator(BinaryOperator *E) {
    if (!E->isAssignmentOp() || !is(E->getLHS()))
      return true;
    if (E->getOpcode() == BO_Assign && numberOf(E->getRHS(), Ctx) == 0)
      clears.insert(E);
    else
      (E->getOpcode() == BO_SubAssign ? others : sets).insert(E);
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator *E) {
    if (E->isIncrementDecrementOp() && is(E->getSubExpr()))
      (E->isIncrementOp() ? sets : others).insert(E);
    return true;
  }
  bool VisitImplicitCastExpr(ImplicitCastExpr *E) {
    if (E->getCastKind() == CK_LValueToRValue)
      is(E->getSubExpr());
    return true;
  }
};

/// The session in one field, with what each function does with it.
struct OpenFlags::Session {
  const FieldDecl *field;
  std::vector<std::pair<const Function *, Uses>> uses;
  Functions opening, releasing; ///< ... and those who call one that does
  [[nodiscard]] bool opens(const FunctionDecl *F) const {
    return llvm::any_of(uses, [&](const auto &Each) {
      return Each.first->fn == F && !Each.second.opens.empty();
    });
  }
};

namespace {

/// What a condition is when the flag is set (positive) or clear; nothing when that does not say.
std::optional<bool> evaluate(const Expr *E, const FieldDecl *Flag, bool Set, ASTContext &Ctx,
                             unsigned Depth = 0) {
  E = E ? strip(E) : nullptr;
  if (!E || Depth > 4)
    return std::nullopt;
  auto Also = [&](const Expr *Of) { return evaluate(Of, Flag, Set, Ctx, Depth + 1); };
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
    const auto *Ret = Block && Block->size() == 1 ? dyn_cast<ReturnStmt>(Block->body_front())
                                                  : nullptr;
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
      Op->getRHS()->isNullPointerConstant(Ctx,
                                          Expr::NPC_ValueDependentIsNotNull)
          ? 0
          : numberOf(Op->getRHS(), Ctx);
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

/// Ways through a body on which a flag is set, or clear, as long as nothing changes it.
struct Ways {
  const CFG &graph;
  const FieldDecl *flag;
  ASTContext &Ctx;
  const Functions &changing; ///< that may change the flag
  Sites targets, stops;
  const Functions *targetCalls = nullptr, *stopCalls = nullptr;
  bool toEnd = false; ///< the function's end is a target, too
  const FieldDecl *open = nullptr; ///< this field is not null

  /// From the entry.
  [[nodiscard]] bool exist(bool Set) const { return exist(&graph.getEntry(), 0, Set, Set); }
  /// From behind a statement, whatever the flag is.
  [[nodiscard]] bool existAfter(const Stmt *S) const {
    for (const CFGBlock *Block : graph)
      for (size_t I = 0; I < Block->size(); ++I)
        if (auto E = (*Block)[I].getAs<CFGStmt>(); E && E->getStmt() == S)
          return exist(Block, I + 1, std::nullopt, std::nullopt);
    return false;
  }

private:
  enum class Met : uint8_t { Nothing, Target, Stop };

  Met meets(const Stmt *S) const {
    const auto *Call = dyn_cast<CallExpr>(S);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    auto In = [&](const Functions *Of) {
      return Of && Callee && Of->contains(Callee->getCanonicalDecl());
    };
    if (targets.contains(S) || In(targetCalls))
      return Met::Target;
    return stops.contains(S) || In(stopCalls) ? Met::Stop : Met::Nothing;
  }
  void change(const Stmt *S, std::optional<bool> &Set) const {
    if (const auto *Op = dyn_cast<BinaryOperator>(S);
        Op && Op->isAssignmentOp() && fieldOf(Op->getLHS()) == flag) {
      const auto N = Op->getOpcode() == BO_Assign ? numberOf(Op->getRHS(), Ctx) : std::nullopt;
      Set = N ? std::optional(*N != 0) : std::nullopt;
    } else if (const auto *U = dyn_cast<UnaryOperator>(S);
               U && U->isIncrementDecrementOp() && fieldOf(U->getSubExpr()) == flag) {
      Set = U->isIncrementOp() ? std::optional(true) : std::nullopt;
    } else if (const auto *Call = dyn_cast<CallExpr>(S); Call && Call->getDirectCallee()) {
      if (changing.contains(Call->getDirectCallee()->getCanonicalDecl()))
        Set = std::nullopt;
    }
  }
  /// `There`: what the flag is at the target, or may be.
  bool exist(const CFGBlock *From, size_t Index, std::optional<bool> Set,
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
      const Expr *Cond = Block->succ_size() == 2 && !isa_and_nonnull<SwitchStmt>(
                                                        Block->getTerminatorStmt())
                             ? Block->getLastCondition()
                             : nullptr;
      std::optional<bool> Truth = Now && Cond ? evaluate(Cond, flag, *Now, Ctx) : std::nullopt;
      if (open && Cond && !Truth)
        Truth = evaluate(Cond, open, true, Ctx);
      for (size_t To = 0; To < Block->succ_size(); ++To) {
        const CFGBlock *Next = *(Block->succ_begin() + To);
        if (Next && !(Truth && *Truth == (To == 1)) &&
            Seen.insert({Next->getBlockID(), Now ? int(*Now) : 2}).second)
          Work.emplace_back(Next, 0, Now);
      }
    }
    return false;
  }
};

} // namespace

Functions OpenFlags::callersOf(Functions Of) const {
  for (bool Grown = true; Grown;) {
    Grown = false;
    for (const Function &Each : All)
      if (!Of.contains(Each.fn->getCanonicalDecl()) &&
          llvm::any_of(Each.body->calls, [&](const CallSite &S) {
            return S.callee && Of.contains(S.callee->getCanonicalDecl());
          }))
        Grown |= Of.insert(Each.fn->getCanonicalDecl()).second;
  }
  return Of;
}

OpenFlags::OpenFlags(Catalog &C, std::vector<Function> Given) : C(C), All(std::move(Given)) {
  llvm::MapVector<const FieldDecl *, bool> Sessions;
  const SourceManager &SM = C.context().getSourceManager();
  for (const Function &Each : All)
    for (const MemberExpr *M : Each.body->members)
      if (const FieldDecl *Field = fieldOf(M)) {
        std::vector<const Function *> &In = NamedIn[Field];
        if (In.empty() || In.back() != &Each)
          In.push_back(&Each);
        if (auto [It, New] = Sessions.insert({Field, false}); New) {
          const Carrier K = C.carrierOf(Field->getType());
          It->second = K.role() == Role::Session && K.wrapper == Wrapper::None &&
                       (K.indirect || !isa<CXXRecordDecl>(K.record) ||
                        cast<CXXRecordDecl>(K.record)->isCLike()) &&
                       isSealed(*Field, SM) && beginsClear(*Field, C.context());
        }
      }
  for (const auto &[Field, IsSession] : Sessions)
    if (IsSession)
      examine(Field, NamedIn[Field]);
}

void OpenFlags::examine(const FieldDecl *Field, llvm::ArrayRef<const Function *> Named) {
  Session S{Field, {}, {}, {}};
  for (const Function *Each : Named) {
    Uses U(C, Field);
    U.TraverseStmt(Each->fn->getBody());
    if (!U.understood())
      return;
    if (!U.opens.empty())
      S.opening.insert(Each->fn->getCanonicalDecl());
    if (!U.releases.empty())
      S.releasing.insert(Each->fn->getCanonicalDecl());
    S.uses.emplace_back(Each, std::move(U));
  }
  if (S.opening.empty() || S.releasing.empty())
    return;
  S.opening = callersOf(std::move(S.opening));
  S.releasing = callersOf(std::move(S.releasing));
  llvm::SmallSetVector<const FieldDecl *, 4> Beside;
  for (const auto &[In, U] : S.uses)
    if (!U.opens.empty())
      for (const MemberExpr *M : In->body->members)
        if (const FieldDecl *Flag = fieldOf(M); Flag && Flag->getType()->isIntegerType() &&
                                                !Flag->getType()->isEnumeralType() &&
                                                isSealed(*Flag, C.context().getSourceManager()))
          Beside.insert(Flag);
  for (const FieldDecl *Flag : Beside)
    judge(S, Flag);
}

/// Is the flag one that says whether the session is open?
void OpenFlags::judge(const Session &S, const FieldDecl *Flag) {
  if (!beginsClear(*Flag, C.context()))
    return;
  std::vector<std::pair<const Function *, Changes>> In;
  Functions Setting, Changing;
  for (const Function *Each : NamedIn[Flag]) {
    Changes Of(Flag, C.context());
    Of.TraverseStmt(Each->fn->getBody());
    if (!Of.understood())
      return;
    if (!Of.sets.empty()) {
      if (!S.opens(Each->fn))
        return; // who opens leaves it to another to set
      Setting.insert(Each->fn->getCanonicalDecl());
    }
    if (Of.any())
      Changing.insert(Each->fn->getCanonicalDecl());
    In.emplace_back(Each, std::move(Of));
  }
  if (Setting.empty())
    return;
  Changing = callersOf(std::move(Changing));
  // Where a call that opens fails, the flag stays as it is.
  Functions Else;
  for (const FunctionDecl *Each : Changing)
    if (!S.opening.contains(Each))
      Else.insert(Each);
  bool Closes = true;
  for (const auto &[Each, U] : S.uses) {
    if (U.opens.empty() && U.releases.empty())
      continue;
    const std::unique_ptr<CFG> Graph = buildGraph(*Each->fn, C.context());
    if (!Graph)
      return;
    Ways ToOpen{*Graph, Flag, C.context(), Changing, U.opens, U.releases, nullptr, &S.releasing};
    if (ToOpen.exist(/*Set=*/true))
      return;
    Ways ToRelease{*Graph, Flag, C.context(), Else, U.releases, U.opens};
    Closes &= !ToRelease.exist(/*Set=*/false);
  }
  if (!Closes && !comesAgain(S))
    return;
  constexpr size_t Most = 8;
  for (const auto &[Each, U] : S.uses)
    if (!U.opens.empty())
      if (auto &Found = Flags[Each->fn->getCanonicalDecl()][S.field->getName()];
          Found.size() < Most)
        Found.push_back({S.field, Flag, Closes});
  Setters[Flag] = callersOf(std::move(Setting));
  for (const auto &[Each, Of] : In)
    for (const auto &[User, U] : S.uses)
      if (User == Each && !isa<CXXConstructorDecl, CXXDestructorDecl>(Each->fn) &&
          !Of.clears.empty())
        cleared(S, *Each, U, Of, Changing, Closes);
}

/// A function of this unit alone that opens the session whenever it is called and the flag is
/// clear, and whose callers, all of them here, close nothing.
bool OpenFlags::comesAgain(const Session &S) const {
  const FunctionDecl *Opener = nullptr;
  for (const auto &[Each, U] : S.uses)
    if (!U.opens.empty()) {
      if (Opener)
        return false;
      Opener = Each->fn->getCanonicalDecl();
    }
  if (!Opener || Opener->isExternallyVisible())
    return false;
  bool Called = false;
  for (const Function &Each : All) {
    auto IsIt = [&](const FunctionDecl *F) { return F && F->getCanonicalDecl() == Opener; };
    const auto Calls =
        llvm::count_if(Each.body->calls, [&](const CallSite &K) { return IsIt(K.callee); });
    // Named without being called: it may be called from anywhere.
    if (llvm::count_if(Each.body->references, IsIt) != Calls)
      return false;
    if (Each.fn->getCanonicalDecl() == Opener || Calls == 0)
      continue;
    if (S.releasing.contains(Each.fn->getCanonicalDecl()))
      return false;
    Called = true;
  }
  return Called;
}

/// if (count > 0 && ping(db) != 0) { count = 0; return; }
void OpenFlags::cleared(const Session &S, const Function &In, const Uses &U, const Changes &Of,
                        const Functions &Changing, bool Closes) {
  const std::unique_ptr<CFG> Graph = buildGraph(*In.fn, C.context());
  for (const Stmt *Clear : Of.clears) {
    Ways There{*Graph, Of.field, C.context(), Changing, {Clear}, {}};
    if (There.exist(/*Set=*/false))
      continue;
    There.open = S.field;
    There.stops = U.releases;
    There.stops.insert(U.empties.begin(), U.empties.end());
    There.stopCalls = &S.releasing;
    if (!There.exist(/*Set=*/true))
      continue;
    Ways Away = There;
    Away.targets = U.opens;
    Away.targetCalls = &S.opening;
    Away.toEnd = Closes;
    if (!Away.existAfter(Clear))
      continue;
    Event E;
    E.kind = Event::ClearedWhileOpen;
    E.at = Clear->getBeginLoc();
    E.name = S.field->getNameAsString();
    E.detail = Of.field->getNameAsString();
    Cleared.push_back(std::move(E));
  }
}

llvm::ArrayRef<OpenFlag> OpenFlags::of(const FunctionDecl &F, llvm::StringRef Session) const {
  auto In = Flags.find(F.getCanonicalDecl());
  if (In == Flags.end())
    return {};
  auto It = In->second.find(Session);
  // Two fields of one name are not told apart.
  if (It == In->second.end() || llvm::any_of(It->second, [&](const OpenFlag &Each) {
        return Each.session != It->second.front().session;
      }))
    return {};
  return It->second;
}

bool OpenFlags::sets(const FunctionDecl *F, const OpenFlag &Flag) const {
  auto It = Setters.find(Flag.flag);
  return F && It != Setters.end() && It->second.contains(F->getCanonicalDecl());
}

} // namespace leasehold
