//===- Pools.cpp - which pool a session comes from ------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "flow/Pools.h"
#include "flow/Walker.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace leasehold {
namespace {

constexpr size_t LongestPath = 4;
constexpr size_t MostPools = 4;

/// Is a pointer given another target somewhere in the body?
bool reassigned(const Stmt *S, const VarDecl *V) {
  if (!S)
    return false;
  const Expr *To = nullptr;
  if (const auto *B = dyn_cast<BinaryOperator>(S); B && B->isAssignmentOp())
    To = B->getLHS();
  else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(S); O && O->isAssignmentOp())
    To = O->getArg(0);
  else if (const auto *U = dyn_cast<UnaryOperator>(S);
           U && (U->isIncrementDecrementOp() || U->getOpcode() == UO_AddrOf))
    To = U->getSubExpr();
  if (To)
    if (const auto *D = dyn_cast_or_null<DeclRefExpr>(strip(To)); D && D->getDecl() == V)
      return true;
  return llvm::any_of(S->children(), [&](const Stmt *Each) { return reassigned(Each, V); });
}

bool refers(QualType T) {
  return T->isReferenceType() || T->isPointerType() || wrapperOf(recordOf(T)) != Wrapper::None;
}

/// The arguments as part of a name, when they are literals: `pool("orders")`.
std::optional<std::string> literals(llvm::ArrayRef<const Expr *> Args) {
  std::string Out;
  for (const Expr *A : Args) {
    if (isa<CXXDefaultArgExpr>(A))
      continue;
    const Expr *E = strip(A);
    if (const auto *Made = dyn_cast_or_null<CXXConstructExpr>(E); Made && Made->getNumArgs() >= 1)
      E = strip(Made->getArg(0));
    Out += Out.empty() ? "" : ", ";
    if (const auto *S = dyn_cast_or_null<clang::StringLiteral>(E); S && S->isOrdinary())
      Out += '"' + S->getString().str() + '"';
    else if (const auto *I = dyn_cast_or_null<IntegerLiteral>(E))
      Out += std::to_string(I->getValue().getLimitedValue());
    else
      return std::nullopt;
  }
  return "(" + Out + ")";
}

bool hasText(llvm::ArrayRef<const Expr *> Args) {
  return llvm::any_of(Args, [](const Expr *A) {
    const Expr *E = strip(A);
    if (const auto *Made = dyn_cast_or_null<CXXConstructExpr>(E); Made && Made->getNumArgs() >= 1)
      E = strip(Made->getArg(0));
    return isa_and_nonnull<clang::StringLiteral>(E);
  });
}

PoolId part(PoolId Of, llvm::StringRef Field) {
  const std::string Dot = Field.starts_with("(") ? "" : "."; // before what was called
  if (!Of.name.empty())
    Of.name += Dot + Field.str();
  if (Of.from)
    Of.from->path.push_back(Field.str());
  if (Of.from && Of.from->path.size() > LongestPath)
    Of.from.reset();
  Of.text = Of.text == "this" || Of.text.empty() ? Field.str() : Of.text + Dot + Field.str();
  return Of;
}

PoolId several() {
  PoolId P;
  P.many = true;
  return P;
}

} // namespace

PoolId denoted(const FunctionDecl &F, const Expr *E, unsigned Depth) {
  PoolId P;
  E = strip(E);
  if (!E || Depth > 8)
    return P;
  auto Of = [&](const Expr *X) { return denoted(F, X, Depth + 1); };
  if (isa<CXXThisExpr>(E)) {
    P.from = Slot::self();
    P.text = "this";
    return P;
  }
  if (const auto *D = dyn_cast<DeclRefExpr>(E)) {
    const auto *V = dyn_cast<VarDecl>(D->getDecl());
    if (!V)
      return P;
    P.text = V->getNameAsString();
    if (V->getTSCSpec() != TSCS_unspecified || V->isCXXForRangeDecl())
      return several();
    if (V->hasGlobalStorage()) {
      P.name = qualifiedName(*V);
      return P;
    }
    bool Refers = refers(V->getType());
    const auto *Own = dyn_cast<FunctionDecl>(V->getDeclContext());
    if (Refers && !V->getType()->isReferenceType() && Own && reassigned(Own->getBody(), V))
      return P;
    if (const auto *Parm = dyn_cast<ParmVarDecl>(V); Parm && Parm->getDeclContext() == &F) {
      P.from = Slot::param(Parm->getFunctionScopeIndex());
      return P;
    }
    if (Refers && !isa<ParmVarDecl>(V) && V->getInit()) {
      PoolId Target = Of(V->getInit());
      if (Target.from || !Target.name.empty() || Target.many)
        return Target;
      // Made here, or found in a way that is not understood.
      if (V->getType()->isReferenceType() || V->getType()->isPointerType())
        return P;
    }
    P.from = Slot{Slot::Capture, 0, V, {}};
    return P;
  }
  if (const auto *M = dyn_cast<MemberExpr>(E)) {
    if (const auto *V = dyn_cast<VarDecl>(M->getMemberDecl())) {
      P.name = P.text = qualifiedName(*V);
      return P;
    }
    if (!isa<FieldDecl>(M->getMemberDecl()))
      return P;
    return part(Of(M->getBase()), M->getMemberDecl()->getName());
  }
  if (const auto *U = dyn_cast<UnaryOperator>(E))
    return U->getOpcode() == UO_Deref || U->getOpcode() == UO_AddrOf ? Of(U->getSubExpr()) : P;
  if (isa<ArraySubscriptExpr, AbstractConditionalOperator>(E))
    return several();
  if (const auto *Made = dyn_cast<CXXConstructExpr>(E))
    return Made->getConstructor()->isCopyOrMoveConstructor() && Made->getNumArgs() >= 1
               ? Of(Made->getArg(0))
               : P;
  if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E)) {
    if (O->getOperator() == OO_Subscript)
      return several();
    bool Through = O->getOperator() == OO_Star || O->getOperator() == OO_Arrow;
    return Through && wrapperOf(recordOf(O->getArg(0)->getType())) != Wrapper::None
               ? Of(O->getArg(0))
           : Through ? several()
                     : P;
  }
  const auto *K = dyn_cast<CallExpr>(E);
  const FunctionDecl *Callee = K ? K->getDirectCallee() : nullptr;
  if (!Callee || !Callee->getDeclName().isIdentifier())
    return P;
  llvm::SmallVector<const Expr *, 4> Args(K->arg_begin(), K->arg_end());
  if (const auto *MC = dyn_cast<CXXMemberCallExpr>(K)) {
    const CXXRecordDecl *Rec = MC->getMethodDecl() ? MC->getMethodDecl()->getParent() : nullptr;
    const Expr *Object = MC->getImplicitObjectArgument();
    if (Rec && wrapperOf(Rec) != Wrapper::None &&
        isOneOf(Callee->getName(), {"get", "value", "lock"}))
      return Of(Object);
    if (Rec && isContainer(Rec))
      return several();
    if (std::optional<std::string> Text = literals(Args); Text && refers(Callee->getReturnType()))
      return part(Of(Object), Callee->getName().str() + *Text);
    return P;
  }
  if (Callee->isInStdNamespace() && Args.size() == 1 &&
      isOneOf(Callee->getName(), {"move", "forward", "ref", "cref", "as_const", "addressof"}))
    return Of(Args[0]);
  if (std::optional<std::string> Text = literals(Args); Text && refers(Callee->getReturnType()))
    P.name = P.text = qualifiedName(*Callee) + *Text;
  return P;
}

/// get("orders"): which of several behind one object, or one function, says the text.
static PoolId named(const FunctionDecl &F, PoolId Several, const PoolCall &K) {
  std::optional<std::string> Text = literals(K.args);
  if (!Text || !K.callee)
    return Several;
  PoolId P;
  const auto *M = dyn_cast<CXXMethodDecl>(K.callee);
  if (M && !M->isStatic())
    P = K.object ? part(denoted(F, K.object), *Text) : PoolId();
  else
    P.name = P.text = qualifiedName(*K.callee) + *Text;
  P.type = Several.type;
  return P.from || !P.name.empty() ? P : Several;
}

PoolId poolOf(Catalog &C, const FunctionDecl &F, const Acquire &A, const PoolCall &K) {
  if (!A.pool.type.empty()) {
    PoolId P = poolSeen(F, A.pool, K);
    return P.many && hasText(K.args) ? named(F, std::move(P), K) : P;
  }
  if (!A.pooled || !K.callee)
    return {};
  PoolId P;
  const CXXRecordDecl *Class = nullptr;
  auto FromArgument = [&](const Expr *E) {
    P = denoted(F, E);
    Class = dyn_cast_or_null<CXXRecordDecl>(C.carrierOf(E->getType()).record);
    if (!Class)
      Class = recordOf(E->getType());
  };
  const auto *M = dyn_cast<CXXMethodDecl>(K.callee);
  if (A.from && A.from->kind == Slot::Param) {
    if (A.from->index < K.args.size())
      FromArgument(K.args[A.from->index]);
  } else if (A.from && A.from->kind == Slot::This && M) {
    Class = M->getParent();
    if (M->isStatic())
      P.name = P.text = qualifiedName(*Class);
    else if (K.object)
      P = denoted(F, K.object);
  } else if (!A.from) {
    for (const Expr *Arg : K.args)
      if (!Class && C.carrierOf(Arg->getType()).role() == Role::Pool)
        FromArgument(Arg);
    // A pool behind free functions is known by what hands out.
    if (!Class && !M && K.effects && K.effects->origin != "summary") {
      std::optional<std::string> Text = literals(K.args);
      P.type = P.text = qualifiedName(*K.callee);
      if (Text || !hasText(K.args))
        P.name = P.type + (hasText(K.args) ? *Text : "");
      return P;
    }
  }
  if (!Class)
    return {};
  P.type = qualifiedName(*Class);
  if (isSingleton(*Class)) {
    P.from.reset();
    P.name = P.type;
    P.many = false;
  }
  // get("orders"): one of several behind one object.
  if (A.from && A.from->kind == Slot::This && hasText(K.args)) {
    std::optional<std::string> Text = literals(K.args);
    P.many = P.many || !Text;
    P = part(std::move(P), Text.value_or(""));
    P.type = qualifiedName(*Class);
  }
  if (P.text.empty())
    P.text = Class->getNameAsString();
  return P;
}

PoolId inCaller(const PoolId &P, const PoolId &Object, const PoolId &Argument) {
  PoolId Out = P;
  if (!P.name.empty() || !P.from || P.from->kind == Slot::Capture)
    return Out;
  Out = P.from->kind == Slot::This ? Object : Argument;
  for (const std::string &Field : P.from->path)
    Out = part(std::move(Out), Field);
  Out.type = P.type;
  if (Out.text.empty() || Out.text == "this")
    Out.text = P.text;
  return Out;
}

PoolId poolSeen(const FunctionDecl &F, const PoolId &Of, const PoolCall &K) {
  PoolId P = Of;
  // What a model says of a method, without naming the class.
  if (const auto *M = dyn_cast_or_null<CXXMethodDecl>(K.callee); M && P.type.empty())
    P.type = P.text = qualifiedName(*M->getParent());
  PoolId Object, Argument;
  if (P.from && P.from->kind == Slot::This) {
    const auto *M = dyn_cast_or_null<CXXMethodDecl>(K.callee);
    // A lambda's `this` is the one around it.
    if (M && M->getParent()->isLambda()) {
      Object.from = Slot::self();
      Object.text = "this";
    } else if (K.object) {
      Object = denoted(F, K.object);
    }
  } else if (P.from && P.from->kind == Slot::Param && P.from->index < K.args.size()) {
    Argument = denoted(F, K.args[P.from->index]);
  } else if (P.from && P.from->kind == Slot::Capture) {
    PoolId Out = P;
    if (const auto *Parm = dyn_cast_or_null<ParmVarDecl>(P.from->capture);
        Parm && Parm->getDeclContext() == &F) {
      Out.from->kind = Slot::Param;
      Out.from->index = Parm->getFunctionScopeIndex();
      Out.from->capture = nullptr;
    }
    return Out;
  }
  return inCaller(P, Object, Argument);
}

PoolId exportable(PoolId P, const FunctionDecl &F) {
  if (P.from && P.from->kind == Slot::Capture && P.from->capture->getDeclContext() == &F)
    return {};
  return P;
}

SamePool samePool(const PoolId &A, const PoolId &B) {
  if (!isKnown(A) || !isKnown(B) || A.type != B.type)
    return SamePool::No;
  if (!A.name.empty() && !B.name.empty())
    return A.name == B.name ? SamePool::Yes : SamePool::No;
  if (A.from && B.from) {
    if (*A.from == *B.from)
      return SamePool::Yes;
    // Two variables, two members: taken to be two pools. What another object keeps may be
    // the same.
    auto Inside = [](const Slot &S) { return S.path.size() > (S.kind == Slot::This ? 1U : 0U); };
    auto Beside = [](const Slot &X, const Slot &Y) {
      return X.kind == Y.kind && X.index == Y.index && X.capture == Y.capture &&
             X.path.size() == Y.path.size() &&
             std::equal(X.path.begin(), X.path.end() - (X.path.empty() ? 0 : 1), Y.path.begin());
    };
    if (Beside(*A.from, *B.from) || (!Inside(*A.from) && !Inside(*B.from)))
      return SamePool::No;
    return SamePool::Perhaps;
  }
  bool NamedA = !A.name.empty() || A.from, NamedB = !B.name.empty() || B.from;
  return NamedA && NamedB ? SamePool::No : SamePool::Perhaps;
}

const Effects *summaryOf(const Catalog &C, const LambdaExpr &L) {
  if (const FunctionTemplateDecl *T = L.getCallOperator()->getDescribedFunctionTemplate())
    for (const FunctionDecl *Instance : T->specializations())
      if (const Effects *E = C.summary(Instance))
        return E;
  return C.summary(L.getCallOperator());
}

llvm::SmallVector<const LambdaExpr *, 2> calledBelow(const PoolCall &K) {
  llvm::SmallVector<const LambdaExpr *, 2> Found;
  if (!K.callee || !K.callee->isTemplateInstantiation() || !isUserCode(*K.callee))
    return Found;
  for (unsigned I = 0; I < K.args.size(); ++I) {
    const auto *L = dyn_cast_or_null<LambdaExpr>(strip(K.args[I]));
    if (!L || llvm::none_of(L->captures(), [](const LambdaCapture &Each) {
          return Each.capturesVariable() && Each.getCaptureKind() == LCK_ByRef &&
                 !Each.getCapturedVar()->getType()->isReferenceType();
        }))
      continue;
    const Slot As = Slot::param(I);
    if (!K.effects || (!llvm::is_contained(K.effects->invokes, As) &&
                       !llvm::is_contained(K.effects->background, As) &&
                       !llvm::is_contained(K.effects->handlers, As)))
      Found.push_back(L);
  }
  return Found;
}

bool addTake(Effects &Into, const PoolId &Pool, bool Lends) {
  if (!isKnown(Pool) || Into.takes.size() >= MostPools)
    return false;
  for (const Takes &T : Into.takes)
    if (T.pool == Pool && T.lends == Lends)
      return false;
  Into.takes.push_back({Pool, Lends, {}});
  return true;
}

void summariseTakes(Catalog &C, const FunctionDecl &F, const Body &B, Effects &Into) {
  for (const CallSite &Site : B.calls) {
    const CallParts Parts = partsOf(*Site.expr, Site.callee);
    const Effects *E = C.effectsOf(Site.callee, receiverType(Parts.object));
    if (E && !E->background.empty())
      continue;
    auto Add = [&](const Effects &From, const PoolCall &K) {
      for (const Takes &T : From.takes) {
        if (!addTake(Into, exportable(poolSeen(F, T.pool, K), F), T.lends))
          continue;
        Into.takes.back().chain = T.chain;
        prepend(Into.takes.back().chain,
                stepAt(Site.expr->getBeginLoc(), C.context().getSourceManager(),
                       "calls '" + qualifiedName(*Site.callee) + "' here"));
      }
    };
    const PoolCall Whole{Site.callee, Parts.object, Parts.args, E};
    for (const LambdaExpr *L : calledBelow(Whole))
      if (const Effects *Inner = summaryOf(C, *L))
        Add(*Inner, {L->getCallOperator(), nullptr, {}, Inner});
    if (!E)
      continue;
    Add(*E, Whole);
    for (const Slot &I : E->invokes)
      if (I.kind == Slot::Param && I.index < Parts.args.size())
        if (const auto *L = dyn_cast_or_null<LambdaExpr>(strip(Parts.args[I.index])))
          if (const Effects *Inner = summaryOf(C, *L))
            Add(*Inner, {L->getCallOperator(), nullptr, {}, Inner});
  }
}

void poolsPassed(Catalog &C, const FunctionDecl &F, const CallSite &Site, PoolId &Object,
                 std::vector<std::pair<unsigned, PoolId>> &Pools) {
  const auto [On, Args] = partsOf(*Site.expr, Site.callee);
  auto Passed = [&](const Expr *E) {
    PoolId P = exportable(denoted(F, E), F);
    return P.from && P.from->kind == Slot::Capture ? PoolId() : P;
  };
  if (On)
    Object = Passed(On);
  for (unsigned I = 0; I < Args.size(); ++I)
    if (C.carrierOf(Args[I]->getType()).role() == Role::Pool)
      Pools.emplace_back(I, Passed(Args[I]));
}

} // namespace leasehold
