//===- Settings.cpp - what a body says of pools' options ------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// No paths: an option that is set on some path only is meant all the same. What is not constant is
// not known, and nothing is said of it.
//
//===----------------------------------------------------------------------===//

#include "flow/Walker.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace leasehold {

std::string engineOf(llvm::StringRef Text) {
  std::string Lower = Text.lower();
  for (const auto &[Word, Engine] :
       {std::pair("mysql", "mysql"), std::pair("mariadb", "mysql"), std::pair("sqlite", "sqlite"),
        std::pair("postgres", "postgres")})
    if (llvm::StringRef(Lower).contains(Word))
      return Engine;
  return {};
}

namespace {

/// The literal that a text is made of, if it is one.
std::optional<std::string> literal(const Expr *E) {
  for (unsigned Depth = 0; E && Depth < 8; ++Depth) {
    E = strip(E);
    if (const auto *L = dyn_cast_or_null<clang::StringLiteral>(E))
      return L->getCharByteWidth() == 1 ? std::optional(L->getString().str()) : std::nullopt;
    if (const auto *K = dyn_cast_or_null<CXXConstructExpr>(E); K && K->getNumArgs() >= 1)
      E = K->getArg(0);
    else if (const auto *U = dyn_cast_or_null<UserDefinedLiteral>(E); U && U->getNumArgs() >= 1)
      E = U->getArg(0);
    else if (const auto *D = dyn_cast_or_null<DeclRefExpr>(E)) {
      const auto *V = dyn_cast<VarDecl>(D->getDecl());
      if (!V || isa<ParmVarDecl>(V) || !(V->isConstexpr() || V->getType().isConstQualified()))
        return std::nullopt;
      E = V->getInit();
    } else
      return std::nullopt;
  }
  return std::nullopt;
}

/// The whole number behind a key: `key=20`, `"key": 20`.
std::optional<int64_t> behind(llvm::StringRef Text, llvm::StringRef Key) {
  size_t At = Text.find_insensitive(Key);
  if (At == llvm::StringRef::npos)
    return std::nullopt;
  Text = Text.drop_front(At + Key.size()).ltrim("\"' \t:=");
  int64_t N = 0;
  return Text.consumeInteger(10, N) ? std::nullopt : std::optional(N);
}

class Reading {
public:
  Reading(Catalog &C, const Body &B, std::deque<PoolOptions> &Pools)
      : C(C), Ctx(C.context()), B(B), Pools(Pools) {
    for (const VarDecl *V : B.locals)
      if (V->getInit())
        if (const auto *List = dyn_cast_or_null<InitListExpr>(strip(V->getInit())))
          Owners[semantic(List)] = V;
  }

  /// Is there anything to look for?
  bool concerns(const FunctionDecl &F) {
    auto Known = [&](const CXXRecordDecl *R) {
      const TypeTraits &T = C.traitsOf(R);
      return T.role == Role::Options || T.role == Role::Pool;
    };
    return Known(recordOf(F.getReturnType())) ||
           llvm::any_of(B.locals,
                        [&](const VarDecl *V) { return Known(recordOf(V->getType())); }) ||
           llvm::any_of(B.members,
                        [&](const MemberExpr *M) {
                          const auto *Field = dyn_cast<FieldDecl>(M->getMemberDecl());
                          return Field && Known(dyn_cast<CXXRecordDecl>(Field->getParent()));
                        }) ||
           llvm::any_of(B.calls, [&](const CallSite &S) {
             const Effects *E = C.effectsOf(S.callee, {});
             return (E && !E->settings.empty()) || Known(recordOf(S.expr->getType()));
           });
  }

  void visit(const Stmt *S) {
    if (!S || isa<LambdaExpr>(S))
      return;
    if (const auto *List = dyn_cast<InitListExpr>(S)) {
      List = semantic(List);
      if (const auto *Rec = List->getType()->getAsCXXRecordDecl())
        fields(*List, *Rec);
      S = List;
    } else if (const auto *Op = dyn_cast<BinaryOperator>(S); Op && Op->getOpcode() == BO_Assign) {
      assigned(Op->getLHS(), Op->getRHS());
    } else if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(S);
               Op && Op->getOperator() == OO_Equal && Op->getNumArgs() == 2) {
      assigned(Op->getArg(0), Op->getArg(1));
    } else if (const auto *K = dyn_cast<CallExpr>(S)) {
      arguments(*K, K->getDirectCallee(), {K->getArgs(), K->getNumArgs()});
    } else if (const auto *K = dyn_cast<CXXConstructExpr>(S)) {
      arguments(*K, K->getConstructor(), {K->getArgs(), K->getNumArgs()});
      made(*K);
    }
    for (const Stmt *Child : S->children())
      visit(Child);
  }

private:
  static const InitListExpr *semantic(const InitListExpr *L) {
    return L->isSemanticForm() || !L->getSemanticForm() ? L : L->getSemanticForm();
  }

  PoolOptions &of(const void *Key) {
    auto [It, New] = Index.insert({Key, nullptr});
    if (New)
      It->second = &Pools.emplace_back();
    return *It->second;
  }

  void add(const void *Key, const Setting &S, const Expr *E) {
    if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(E))
      E = Default->getExpr();
    PoolOption V;
    V.option = S.option;
    V.at = E->getBeginLoc();
    V.words = Lexer::getSourceText(CharSourceRange::getTokenRange(E->getSourceRange()),
                                   Ctx.getSourceManager(), Ctx.getLangOpts());
    std::optional<int64_t> N;
    if (!S.key.empty() && !S.keyParam) {
      auto Text = literal(E);
      N = Text ? behind(*Text, S.key) : std::nullopt;
      if (!N)
        return;
      V.words = S.key + "=" + std::to_string(*N);
    } else if (Expr::EvalResult Result; !E->isValueDependent() &&
                                        E->getType()->isIntegralOrEnumerationType() &&
                                        E->EvaluateAsInt(Result, Ctx)) {
      N = Result.Val.getInt().tryExtValue();
    }
    switch (S.option) {
    case Setting::AcquireTimeout:
    case Setting::Recycle:
      if (S.nsPerUnit == 0)
        V.ns = constantDuration(E, 0, Ctx);
      else if (N && *N >= 0)
        V.ns = static_cast<uint64_t>(*N) * S.nsPerUnit;
      if (S.never)
        V.never = S.nsPerUnit == 0 ? V.ns && *V.ns == 0 && *S.never == 0 : N && *N == *S.never;
      if (!V.ns && !V.never)
        return;
      break;
    case Setting::PrePing:
    case Setting::ResetOnReturn: {
      const auto *D = dyn_cast_or_null<DeclRefExpr>(strip(E));
      const auto *Name = D ? dyn_cast<EnumConstantDecl>(D->getDecl()) : nullptr;
      V.off = Name ? Name->getName() == S.off : S.off.empty() && N && *N == 0;
      break;
    }
    case Setting::Size:
    case Setting::Overflow:
      if (!N)
        return;
      V.number = N;
      break;
    case Setting::Database:
    case Setting::Engine: {
      auto Text = literal(E);
      if (!Text)
        return;
      V.text = *Text;
      break;
    }
    }
    PoolOptions &Pool = of(Key);
    if (S.option == Setting::Engine)
      Pool.engine = engineOf(V.text);
    Pool.options.push_back(std::move(V));
  }

  void arguments(const Expr &K, const FunctionDecl *Callee, llvm::ArrayRef<const Expr *> Args) {
    const Effects *E = C.effectsOf(Callee, {});
    if (!E)
      return;
    for (const Setting &S : E->settings) {
      if (S.param >= Args.size())
        continue;
      if (S.keyParam) {
        auto Key = *S.keyParam < Args.size() ? literal(Args[*S.keyParam]) : std::nullopt;
        if (!Key || !llvm::StringRef(*Key).equals_insensitive(S.key))
          continue;
      }
      add(&K, S, Args[S.param]);
    }
  }

  void fields(const InitListExpr &List, const CXXRecordDecl &Rec) {
    const TypeTraits &T = C.traitsOf(&Rec);
    if (T.settings.empty())
      return;
    unsigned I = 0;
    for (const FieldDecl *Field : Rec.fields()) {
      if (I >= List.getNumInits())
        return;
      const Expr *Init = List.getInit(I++);
      if (!Init || isa<CXXDefaultInitExpr, ImplicitValueInitExpr>(Init))
        continue;
      const VarDecl *Owner = Owners.lookup(&List);
      for (const Setting &S : T.settings)
        if (Field->getName() == S.field)
          add(Owner ? static_cast<const void *>(Owner) : &List, S, Init);
    }
  }

  void assigned(const Expr *To, const Expr *From) {
    const auto *M = dyn_cast_or_null<MemberExpr>(strip(To));
    const auto *Field = M ? dyn_cast<FieldDecl>(M->getMemberDecl()) : nullptr;
    const auto *Rec = Field ? dyn_cast<CXXRecordDecl>(Field->getParent()) : nullptr;
    if (!Rec)
      return;
    for (const Setting &S : C.traitsOf(Rec).settings)
      if (Field->getName() == S.field)
        add(rootOf(M->getBase()), S, From);
  }

  const void *rootOf(const Expr *E) {
    E = strip(E);
    if (const auto *D = dyn_cast_or_null<DeclRefExpr>(E))
      return D->getDecl();
    if (const auto *M = dyn_cast_or_null<MemberExpr>(E))
      return M->getMemberDecl();
    return E;
  }

  /// A pool is made with options that were set before: what is its server?
  void made(const CXXConstructExpr &K) {
    const CXXRecordDecl *Rec = K.getConstructor()->getParent();
    if (C.traitsOf(Rec).role != Role::Pool)
      return;
    std::string Engine;
    if (const auto *T = dyn_cast<ClassTemplateSpecializationDecl>(Rec))
      for (const TemplateArgument &A : T->getTemplateArgs().asArray())
        if (A.getKind() == TemplateArgument::Type)
          Engine += C.traitsOf(recordOf(A.getAsType())).engine;
    for (const Expr *A : K.arguments())
      given(A, Engine);
  }

  void given(const Stmt *S, const std::string &Engine) {
    if (!S)
      return;
    const void *Key = nullptr;
    if (const auto *D = dyn_cast<DeclRefExpr>(S))
      Key = D->getDecl();
    else if (const auto *M = dyn_cast<MemberExpr>(S))
      Key = M->getMemberDecl();
    else if (const auto *L = dyn_cast<InitListExpr>(S))
      Key = semantic(L);
    if (Key && C.traitsOf(recordOf(cast<Expr>(S)->getType())).role == Role::Options) {
      PoolOptions &Pool = of(Key);
      Pool.engine = Engine;
      Pool.own = Engine.empty();
    }
    for (const Stmt *Child : S->children())
      given(Child, Engine);
  }

  Catalog &C;
  ASTContext &Ctx;
  const Body &B;
  std::deque<PoolOptions> &Pools;
  llvm::MapVector<const void *, PoolOptions *> Index;
  llvm::DenseMap<const InitListExpr *, const VarDecl *> Owners;
};

} // namespace

std::vector<Event> poolOptions(Catalog &C, const FunctionDecl &F, const Body &B,
                               std::deque<PoolOptions> &Pools) {
  std::vector<Event> Events;
  Reading R(C, B, Pools);
  if (!R.concerns(F))
    return Events;
  if (const auto *K = dyn_cast<CXXConstructorDecl>(&F))
    for (const CXXCtorInitializer *I : K->inits())
      R.visit(I->getInit());
  R.visit(F.getBody());
  for (const PoolOptions &Pool : Pools)
    for (const PoolOption &Option : Pool.options) {
      Event E;
      E.kind = Event::SetsOption;
      E.at = Option.at;
      E.pool = &Pool;
      E.option = &Option;
      Events.push_back(std::move(E));
    }
  return Events;
}

} // namespace leasehold
