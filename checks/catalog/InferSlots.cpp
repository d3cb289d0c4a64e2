//===- InferSlots.cpp - pools whose sessions stay where they are ----------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// if (!slot->busy) { slot->busy = true; return slot; }: whoever hands out a session after it has
// found the flag clear and set it takes, by whatever name, and what clears the flag gives back.
//
//===----------------------------------------------------------------------===//

#include "catalog/Inference.h"
#include "catalog/InferenceBodies.h"
#include "clang/AST/DeclFriend.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/MapVector.h"

using namespace clang;

namespace leasehold {
namespace {

/// The object behind dereferences, addresses and copies of a pointer: `*slot`, `&*slot`, `slot`.
const Expr *objectBehind(const Expr *E) {
  for (;;) {
    const Expr *Next = strip(E);
    if (const auto *U = dyn_cast_or_null<UnaryOperator>(Next);
        U && (U->getOpcode() == UO_Deref || U->getOpcode() == UO_AddrOf))
      Next = U->getSubExpr();
    else if (const auto *O = dyn_cast_or_null<CXXOperatorCallExpr>(Next);
             O && (O->getOperator() == OO_Arrow || O->getOperator() == OO_Star) &&
             O->getNumArgs() == 1)
      Next = O->getArg(0);
    else if (const auto *M = dyn_cast_or_null<CXXMemberCallExpr>(Next);
             M && M->getMethodDecl() && M->getMethodDecl()->getDeclName().isIdentifier() &&
             M->getMethodDecl()->getName() == "get" && M->getNumArgs() == 0 &&
             wrapperOf(recordOf(M->getImplicitObjectArgument()->getType())) != Wrapper::None)
      Next = M->getImplicitObjectArgument();
    if (Next == E || !Next)
      return E;
    E = Next;
  }
}

/// A flag of an object, as an expression names it.
struct FlagOf {
  const Expr *object = nullptr; ///< null: none
  const FieldDecl *flag = nullptr;

  static FlagOf in(const Expr *E) {
    const auto *M = dyn_cast_or_null<MemberExpr>(strip(E));
    const auto *Field = M ? dyn_cast<FieldDecl>(M->getMemberDecl()) : nullptr;
    if (!Field || !Field->getType()->isIntegerType() || Field->getType()->isEnumeralType())
      return {};
    return {objectBehind(M->getBase()), Field};
  }
  [[nodiscard]] bool onObject(const Expr *E, const ASTContext &Ctx) const {
    return sameExpression(object, objectBehind(E), Ctx);
  }
};

std::optional<bool> truthOf(const Expr *E, const ASTContext &Ctx) {
  const std::optional<int64_t> N = constantOf(E, Ctx);
  return N ? std::optional(*N != 0) : std::nullopt;
}

/// How a body takes by a flag. Statements are searched, not what is inside of expressions.
class TakeOf {
public:
  explicit TakeOf(const ASTContext &Ctx) : Ctx(Ctx) {}

  /// The flag that is found clear and set before its object is handed out, and only then.
  FlagOf find(const Stmt *Body) {
    Whole = Body;
    return search(Body);
  }

private:
  using Flags = llvm::SmallVector<FlagOf, 2>;

  FlagOf search(const Stmt *S) {
    if (!S || isa<Expr>(S))
      return {};
    if (const auto *If = dyn_cast<IfStmt>(S))
      for (const FlagOf &F : whereClear(If->getCond(), true))
        if (takes({If->getThen()}, F))
          return F;
    // if (slot->busy) continue;
    if (const auto *Block = dyn_cast<CompoundStmt>(S))
      for (const auto *It = Block->body_begin(); It != Block->body_end(); ++It)
        if (const auto *If = dyn_cast<IfStmt>(*It); If && !If->getElse() && goesOn(If->getThen()))
          for (const FlagOf &F : whereClear(If->getCond(), false))
            if (takes(llvm::ArrayRef<const Stmt *>(It + 1, Block->body_end()), F))
              return F;
    for (const Stmt *Child : S->children())
      if (const FlagOf F = search(Child); F.object)
        return F;
    return {};
  }
  /// The flags that are clear when the condition has this truth.
  Flags whereClear(const Expr *Cond, bool Truth) {
    Cond = strip(Cond);
    if (const auto *U = dyn_cast_or_null<UnaryOperator>(Cond); U && U->getOpcode() == UO_LNot)
      return whereClear(U->getSubExpr(), !Truth);
    FlagOf F;
    if (const auto *Op = dyn_cast_or_null<BinaryOperator>(Cond)) {
      if (Op->getOpcode() == (Truth ? BO_LAnd : BO_LOr)) {
        Flags Both = whereClear(Op->getLHS(), Truth);
        Both.append(whereClear(Op->getRHS(), Truth));
        return Both;
      }
      if (const std::optional<bool> With =
              Op->isEqualityOp() ? truthOf(Op->getRHS(), Ctx) : std::nullopt;
          With && *With == ((Op->getOpcode() == BO_EQ) != Truth))
        F = FlagOf::in(Op->getLHS());
    } else if (Cond && !Truth) {
      F = FlagOf::in(Cond);
    }
    return F.object ? Flags{F} : Flags{};
  }
  static bool goesOn(const Stmt *S) {
    if (const auto *Block = dyn_cast<CompoundStmt>(S); Block && Block->size() > 0)
      S = Block->body_back();
    return isa<ContinueStmt>(S);
  }
  bool takes(llvm::ArrayRef<const Stmt *> Here, const FlagOf &F) {
    unsigned Times = 0;
    for (const Stmt *S : Here)
      Times += returns(S, F);
    return Times > 0 && Times == returns(Whole, F) &&
           llvm::any_of(Here, [&](const Stmt *S) { return sets(S, F); });
  }
  bool sets(const Stmt *S, const FlagOf &F) {
    if (!S)
      return false;
    if (const auto *E = dyn_cast<Expr>(S)) {
      const auto *Op = dyn_cast<BinaryOperator>(strip(E));
      const FlagOf To = Op && Op->getOpcode() == BO_Assign ? FlagOf::in(Op->getLHS()) : FlagOf();
      return To.object && To.flag == F.flag && F.onObject(To.object, Ctx) &&
             truthOf(Op->getRHS(), Ctx).value_or(false);
    }
    return llvm::any_of(S->children(), [&](const Stmt *Each) { return sets(Each, F); });
  }
  /// How often the object is handed out.
  unsigned returns(const Stmt *S, const FlagOf &F) {
    if (!S || isa<Expr>(S))
      return 0;
    if (const auto *Ret = dyn_cast<ReturnStmt>(S))
      return Ret->getRetValue() && F.onObject(Ret->getRetValue(), Ctx);
    unsigned Times = 0;
    for (const Stmt *Child : S->children())
      Times += returns(Child, F);
    return Times;
  }

  const ASTContext &Ctx;
  const Stmt *Whole = nullptr;
};

/// How a body clears one flag, and whether it does anything to it that is not understood.
struct Clears : RecursiveASTVisitor<Clears> {
  const FieldDecl *flag;
  const ASTContext &Ctx;
  std::vector<const Expr *> objects; ///< whose flag is cleared
  unsigned named = 0, understood = 0;
  bool sets = false;
  Clears(const FieldDecl *Flag, const ASTContext &Ctx) : flag(Flag), Ctx(Ctx) {}

  bool VisitMemberExpr(MemberExpr *E) {
    named += E->getMemberDecl() == flag;
    return true;
  }
  bool VisitImplicitCastExpr(ImplicitCastExpr *E) {
    if (E->getCastKind() == CK_LValueToRValue)
      if (const auto *M = dyn_cast<MemberExpr>(E->getSubExpr()->IgnoreParens()))
        understood += M->getMemberDecl() == flag;
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *E) {
    if (E->getOpcode() != BO_Assign)
      return true;
    const FlagOf To = FlagOf::in(E->getLHS());
    if (To.flag != flag)
      return true;
    const std::optional<bool> Truth = truthOf(E->getRHS(), Ctx);
    understood += Truth.has_value();
    sets |= Truth.value_or(false);
    if (Truth && !*Truth)
      objects.push_back(To.object);
    return true;
  }
};

struct Taker {
  const FunctionDecl *function;
  const CXXRecordDecl *element;
};

/// Who is given back by a body that clears the flag.
struct GivesBack {
  std::optional<Slot> what; ///< nothing: what the body's own walk shows
  bool understood = true;
};

/// Does the walk over this body see whose flag it is? A slot that is new, that was taken here, or
/// that a guard keeps in a field.
bool walkSees(const Expr *Object, const CXXRecordDecl &Element, llvm::ArrayRef<Taker> Takers) {
  if (const auto *M = dyn_cast<MemberExpr>(Object))
    return isa<CXXThisExpr>(strip(M->getBase())) &&
           recordOf(M->getBase()->getType())->getCanonicalDecl() != &Element;
  const auto *D = dyn_cast<DeclRefExpr>(Object);
  const auto *V = D ? dyn_cast<VarDecl>(D->getDecl()) : nullptr;
  if (!V || !V->hasLocalStorage() || isa<ParmVarDecl>(V))
    return false;
  if (V->getType()->isRecordType() && wrapperOf(recordOf(V->getType())) == Wrapper::None)
    return true;
  const Expr *Init = V->getInit() ? strip(V->getInit()) : nullptr;
  const auto *Made = dyn_cast_or_null<CallExpr>(Init);
  return isa_and_nonnull<CXXNewExpr>(Init) ||
         (Made && Made->getDirectCallee() && llvm::any_of(Takers, [&](const Taker &T) {
            return T.function->getCanonicalDecl() == Made->getDirectCallee()->getCanonicalDecl();
          }));
}

GivesBack givesBack(const FunctionDecl &F, const Clears &Flag, const CXXRecordDecl &Element,
                    llvm::ArrayRef<Taker> Takers) {
  std::optional<unsigned> Given; // a parameter that is an element
  for (unsigned I = 0; I < F.getNumParams(); ++I)
    if (const CXXRecordDecl *R = unwrapped(F.getParamDecl(I)->getType());
        R && R->getCanonicalDecl() == &Element)
      Given = I;
  GivesBack Gives;
  for (const Expr *Object : Flag.objects) {
    if (isa<CXXThisExpr>(Object)) {
      Gives.what = Slot::self();
      continue;
    }
    const auto *D = dyn_cast<DeclRefExpr>(Object);
    const auto *P = D ? dyn_cast<ParmVarDecl>(D->getDecl()) : nullptr;
    if (P && P->getDeclContext() == &F)
      Gives.what = Slot::param(P->getFunctionScopeIndex());
    else if (Given && !walkSees(Object, Element, Takers))
      Gives.what = Slot::param(*Given); // found again in the container
    else if (!walkSees(Object, Element, Takers))
      Gives.understood = false;
  }
  return Gives;
}

} // namespace

static bool hasBodyIn(const FunctionDecl *F, const FunctionDecl *&Defined) {
  return F->hasBody(Defined) && !F->isDependentContext();
}

/// Can only the element's own methods and its friends touch the flag?
static bool isPrivate(const FieldDecl &Flag) { return Flag.getAccess() != AS_public; }

/// A method that may clear the flag, and that has no body here.
static bool anyUnseen(const CXXRecordDecl &R) {
  return llvm::any_of(R.methods(), [](const CXXMethodDecl *M) {
    return !isa<CXXConstructorDecl, CXXDestructorDecl>(M) && M->isUserProvided() && !M->isConst() &&
           !M->isPureVirtual() && !M->isDefined();
  });
}

bool isSealed(const ValueDecl &Member, const CXXRecordDecl &Of) {
  const CXXRecordDecl *R = Of.getDefinition();
  return Member.getAccess() != AS_public && R && !anyUnseen(*R) &&
         llvm::none_of(R->friends(), [](const FriendDecl *F) {
           const CXXRecordDecl *Of =
               F->getFriendType() ? recordOf(F->getFriendType()->getType()) : nullptr;
           return !Of || !Of->hasDefinition() || anyUnseen(*Of->getDefinition());
         });
}

/// Is the flag cleared on all ways through the body?
static bool clearsAlways(const Stmt *S, const FieldDecl *Flag, const ASTContext &Ctx) {
  if (const auto *Block = dyn_cast_or_null<CompoundStmt>(S))
    return llvm::any_of(Block->body(),
                        [&](const Stmt *Each) { return clearsAlways(Each, Flag, Ctx); });
  const auto *E = dyn_cast_or_null<Expr>(S);
  const auto *Op = E ? dyn_cast<BinaryOperator>(strip(E)) : nullptr;
  return Op && Op->getOpcode() == BO_Assign && FlagOf::in(Op->getLHS()).flag == Flag &&
         !truthOf(Op->getRHS(), Ctx).value_or(true);
}

/// Pools of slots with a flag, over all functions of the unit.
void Inference::inferSlots(const std::vector<const FunctionDecl *> &All) {
  llvm::MapVector<const FieldDecl *, std::vector<Taker>> Takers;
  for (const FunctionDecl *F : All) {
    const FunctionDecl *Defined = nullptr;
    const QualType T = F->getReturnType();
    if (!hasBodyIn(F, Defined) || isa<CXXConstructorDecl, CXXDestructorDecl>(F) ||
        !(T->isPointerType() || T->isReferenceType()) || T->getPointeeType().isConstQualified() ||
        C.declared(F))
      continue;
    const CXXRecordDecl *Element = T->getPointeeCXXRecordDecl();
    if (!Element || !isUserCode(*Element))
      continue;
    const FlagOf Flag = TakeOf(C.context()).find(Defined->getBody());
    if (!Flag.object || Flag.flag->getParent()->getCanonicalDecl() != Element->getCanonicalDecl() ||
        C.traitsOf(Element).role != Role::None || !C.sessionCore(T))
      continue;
    Takers[Flag.flag].push_back({F, Element->getCanonicalDecl()});
  }
  for (const auto &[Flag, Of] : Takers) {
    const CXXRecordDecl *Element = Of.front().element;
    std::vector<std::pair<const FunctionDecl *, Slot>> Givers;
    bool Understood = true;
    for (const FunctionDecl *F : All) {
      const FunctionDecl *Defined = nullptr;
      if (!hasBodyIn(F, Defined) || isa<CXXConstructorDecl>(F) ||
          llvm::any_of(Of, [&](const Taker &T) { return T.function == F; }))
        continue;
      Clears Use(Flag, C.context());
      Use.TraverseStmt(Defined->getBody());
      if (Use.named == 0)
        continue;
      const GivesBack Gives = givesBack(*Defined, Use, *Element, Of);
      Understood &=
          Use.named == Use.understood && Gives.understood && !(Use.sets && !Use.objects.empty());
      if (Gives.what && !isa<CXXDestructorDecl>(F))
        Givers.emplace_back(F, *Gives.what);
    }
    if (!Understood ||
        (Givers.empty() && !(isPrivate(*Flag) && anyUnseen(*Element->getDefinition()))))
      continue;
    C.Flags.insert(Flag);
    const bool Travels = !Givers.empty() && isSealed(*Flag, *Element);
    const std::string How = Flag->getNameAsString() + " says which are out";
    for (const Taker &T : Of) {
      Acquire A = makeAcquire(T.function, std::nullopt, false);
      if (const auto *M = dyn_cast<CXXMethodDecl>(T.function); M && M->isStatic())
        A.from.reset();
      if (T.function->getReturnType()->isReferenceType())
        A.failure = Acquire::Failure::Throws;
      Effects E;
      E.acquires.push_back(A);
      slotEffects(T.function, std::move(E), *Element, Travels);
      const auto *M = dyn_cast<CXXMethodDecl>(T.function);
      if (!M || M->getParent()->getCanonicalDecl() == Element ||
          C.traitsOf(M->getParent()).role != Role::None)
        continue;
      TypeTraits Pool;
      Pool.role = Role::Pool;
      Pool.origin = "shape";
      Pool.reason = "hands out " + Element->getNameAsString() + "; " + How;
      recognised("pool", *M->getParent(), Pool.reason);
      setTraits(M->getParent(), Pool);
    }
    for (const auto &[F, What] : Givers) {
      Effects E;
      const bool Always = What.kind != Slot::This || clearsAlways(F->getBody(), Flag, C.context());
      (Always ? E.releases : E.mayRelease).push_back(What);
      slotEffects(F, std::move(E), *Element, /*Travels=*/true);
    }
    TypeTraits S;
    S.role = Role::Session;
    S.pooled = true;
    S.onDestroy = closes(Element) ? OnDestroy::Release : OnDestroy::Nothing;
    S.origin = "shape";
    S.reason = Of.front().function->getNameAsString() + "() hands it out; " + How;
    recognised("session", *Element, S.reason);
    setTraits(Element, S);
  }
}

void Inference::slotEffects(const FunctionDecl *F, Effects E, const CXXRecordDecl &Element,
                            bool Travels) {
  E.borrowsArguments = true;
  E.origin = "shape: slots " + Element.getNameAsString();
  C.PoolFunctions[F->getCanonicalDecl()] = Travels;
  setEffects(F, std::move(E));
}

/// Does the destructor give back what its class opened?
bool Inference::closes(const CXXRecordDecl *R) {
  const FunctionDecl *Defined = nullptr;
  if (!R->hasDefinition() || !R->getDefinition()->hasUserDeclaredDestructor() ||
      !R->getDefinition()->getDestructor()->hasBody(Defined))
    return false;
  BodyUse Use;
  Use.C = &C;
  Use.Self = R;
  Use.TraverseStmt(Defined->getBody());
  return Use.releases;
}

} // namespace leasehold
