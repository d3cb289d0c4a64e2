//===- Handles.cpp - sessions whose type does not tell --------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A parameter `int fd`, `void *handle` or `conn **out`, a field of a struct that is passed in: no
// type says that a session comes in there. That the body gives it back says so.
//
//===----------------------------------------------------------------------===//

#include "flow/Walker.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace leasehold {

llvm::StringRef placeName(const ValueDecl &Member) {
  const auto *Field = dyn_cast<FieldDecl>(&Member);
  return Field && Field->getParent()->isUnion() ? "union" : Member.getName();
}

namespace {

/// A place without a state: a variable and fields below it. A pointer and what it points to share
/// one, as they do in the walker.
struct Name {
  const VarDecl *root = nullptr;
  bool self = false; ///< below `this` instead
  std::vector<std::string> path;
  QualType type;
  explicit operator bool() const { return root || self; }
  [[nodiscard]] auto key() const { return std::tuple(root, self, path); }
};

Name nameOf(const Expr *E) {
  E = strip(E);
  auto Below = [&](const Expr *Base, llvm::StringRef Field) {
    Name N = nameOf(Base);
    N.path.push_back(Field.str());
    N.type = E->getType();
    return N ? N : Name();
  };
  if (!E)
    return {};
  if (const auto *D = dyn_cast<DeclRefExpr>(E)) {
    const auto *V = dyn_cast<VarDecl>(D->getDecl());
    return V && V->hasLocalStorage() ? Name{V, false, {}, E->getType()} : Name();
  }
  if (isa<CXXThisExpr>(E))
    return Name{nullptr, true, {}, E->getType()};
  if (const auto *M = dyn_cast<MemberExpr>(E))
    return isa<FieldDecl>(M->getMemberDecl()) ? Below(M->getBase(), placeName(*M->getMemberDecl()))
                                              : Name();
  if (const auto *A = dyn_cast<ArraySubscriptExpr>(E))
    return Below(A->getBase(), "[]");
  if (const auto *U = dyn_cast<UnaryOperator>(E);
      U && (U->getOpcode() == UO_Deref || U->getOpcode() == UO_AddrOf)) {
    Name N = nameOf(U->getSubExpr());
    N.type = E->getType();
    return N;
  }
  if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E);
      O && O->getOperator() == OO_Subscript && O->getNumArgs() == 2)
    return Below(O->getArg(0), "[]");
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(E); M && M->getMethodDecl() &&
                                                      M->getMethodDecl()->getIdentifier() &&
                                                      isContainer(M->getMethodDecl()->getParent()))
    if (isOneOf(M->getMethodDecl()->getName(), {"back", "front", "at", "top"}))
      return Below(M->getImplicitObjectArgument(), "[]");
  return {};
}

class Finder {
public:
  Finder(Catalog &C, const FunctionDecl &F, const Body &B) : C(C), F(F), B(B) {}

  std::vector<Handle> run() {
    for (const CallSite &S : B.calls)
      call(S);
    if (C.models().numberHandles())
      escapes();
    close();
    std::vector<Handle> Out;
    for (const auto &[Key, N] : Known)
      if (const auto *P = dyn_cast_or_null<ParmVarDecl>(N.root); P && P->getDeclContext() == &F)
        Out.push_back({P, N.path, N.type});
      else if (N.self && !N.path.empty() && C.carrierOf(N.type).role() == Role::None)
        Out.push_back({nullptr, N.path, N.type});
    return Out;
  }

private:
  void note(Name N) {
    if (!N)
      return;
    bool Number = N.type->isIntegralOrEnumerationType() && !N.type->isBooleanType();
    if (Number ? !C.models().numberHandles() : !N.type->isAnyPointerType())
      return;
    if (Known.try_emplace(N.key(), N).second)
      Work.push_back(N);
  }

  void call(const CallSite &S) {
    const auto [Object, Args] = partsOf(*S.expr, S.callee);
    const Effects *E = C.effectsOf(S.callee, receiverType(Object));
    if (!E) {
      if (!S.callee || isUserCode(*S.callee))
        for (const Expr *A : Args)
          number(A);
      return;
    }
    auto NameOf = [&](const Slot &L) {
      Name N = nameOf(L.kind == Slot::This                             ? Object
                      : L.kind == Slot::Param && L.index < Args.size() ? Args[L.index]
                                                                       : nullptr);
      if (N)
        N.path.insert(N.path.end(), L.path.begin(), L.path.end());
      return N;
    };
    for (const auto *Slots : {&E->releases, &E->mayRelease, &E->keeps})
      for (const Slot &L : *Slots)
        if (L.kind == Slot::Param)
          note(NameOf(L));
    // PQexec(data->conn, "BEGIN"): also where the text is a parameter, for those who say it.
    auto Transacts = [&](const Slot &L) {
      Name N = NameOf(L);
      if (!isa_and_nonnull<ParmVarDecl>(N.root) || N.path.empty() ||
          C.carrierOf(N.root->getType()).role() != Role::None)
        return;
      if (L.kind == Slot::This) {
        if (L.path.empty())
          return;
        N.type = F.getASTContext().VoidPtrTy; // a handle inside of the object
      }
      note(N);
    };
    for (const TxnEffect &T : E->txn)
      if (T.kind != TxnEffect::Write && T.kind != TxnEffect::Read)
        Transacts(T.on);
    if (E->sql && E->sql->text < Args.size() && speaksOfTransactions(Args[E->sql->text]))
      Transacts(E->sql->on);
  }

  static bool speaksOfTransactions(const Expr *Text) {
    const Expr *E = beginningOf(Text);
    if (const auto *Literal = dyn_cast_or_null<clang::StringLiteral>(E))
      return llvm::is_contained({SqlKind::Begin, SqlKind::Commit, SqlKind::Rollback},
                                classifySql(Literal->getString()));
    const auto *D = dyn_cast_or_null<DeclRefExpr>(E);
    return D && isa<ParmVarDecl>(D->getDecl());
  }

  /// A number that goes where this function does not see it any more.
  void number(const Expr *E) {
    if (Name N = nameOf(E);
        isa_and_nonnull<ParmVarDecl>(N.root) && N.path.empty() && N.type->isIntegerType())
      Numbers.push_back(N);
  }

  /// ... returned, or stored in something that is not the function's own.
  void escapes() {
    for (const Expr *E : B.returned)
      number(E);
    if (const auto *Ctor = dyn_cast<CXXConstructorDecl>(&F))
      for (const CXXCtorInitializer *I : Ctor->inits())
        number(I->getInit());
    for (const BinaryOperator *Op : B.assignments)
      if (Name To = nameOf(Op->getLHS()); !To.root || !To.path.empty())
        number(Op->getRHS());
    for (const Name &N : Numbers)
      note(N);
  }

  /// What is copied into a handle is one.
  void close() {
    std::vector<std::pair<Name, const Expr *>> Copies;
    for (const VarDecl *V : B.locals)
      if (V->getInit())
        Copies.emplace_back(Name{V, false, {}, V->getType()}, V->getInit());
    for (const BinaryOperator *Op : B.assignments)
      Copies.emplace_back(nameOf(Op->getLHS()), Op->getRHS());
    while (!Work.empty()) {
      Name To = std::move(Work.back());
      Work.pop_back();
      for (const auto &[Left, Right] : Copies) {
        // A struct that is copied takes its fields along.
        if (Left.root != To.root || Left.self != To.self || Left.path.size() > To.path.size() ||
            !std::equal(Left.path.begin(), Left.path.end(), To.path.begin()))
          continue;
        Name From = nameOf(Right);
        if (!From)
          continue;
        auto Rest = To.path.begin() + static_cast<std::ptrdiff_t>(Left.path.size());
        // void *p = &fd: what is inside counts.
        if (Rest != To.path.end() || To.type->isIntegerType())
          From.type = To.type;
        From.path.insert(From.path.end(), Rest, To.path.end());
        if (From.path.size() < 4)
          note(From);
      }
    }
  }

  Catalog &C;
  const FunctionDecl &F;
  const Body &B;
  std::map<std::tuple<const VarDecl *, bool, std::vector<std::string>>, Name> Known;
  std::vector<Name> Work, Numbers;
};

/// Is each mention of a variable in one of the ways that are counted?
bool mentionedOnly(const Stmt *Body, const VarDecl &V,
                   llvm::function_ref<unsigned(const Stmt &)> InSuchAWay) {
  unsigned All = 0, Such = 0;
  auto Count = [&](auto &&Self, const Stmt *S) -> void {
    if (!S)
      return;
    if (const auto *D = dyn_cast<DeclRefExpr>(S))
      All += D->getDecl() == &V;
    Such += InSuchAWay(*S);
    for (const Stmt *Child : S->children())
      Self(Self, Child);
  };
  Count(Count, Body);
  return All == Such;
}

/// How often a statement mentions a container in ways that keep what is in it in sight.
unsigned inSight(const Stmt &S, const VarDecl &V) {
  unsigned InSight = 0;
  auto Names = [&](const Expr *E) {
    E = strip(E);
    if (const auto *K = dyn_cast_or_null<CXXConstructExpr>(E); K && K->getNumArgs() == 1)
      E = strip(K->getArg(0)); // a copy, made for a call
    const auto *D = dyn_cast_or_null<DeclRefExpr>(E);
    return D && D->getDecl() == &V;
  };
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(&S)) {
    const CXXMethodDecl *D = M->getMethodDecl();
    InSight += D && D->getIdentifier() && Names(M->getImplicitObjectArgument()) &&
               isOneOf(D->getName(), {"push_back", "push_front", "insert", "end", "size", "empty",
                                      "reserve", "back", "front", "at"});
  } else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(&S)) {
    InSight += O->getOperator() == OO_Subscript && Names(O->getArg(0));
  } else if (const auto *K = dyn_cast<CallExpr>(&S)) {
    const FunctionDecl *D = K->getDirectCallee();
    if (D && isUserCode(*D))
      for (const Expr *A : K->arguments())
        InSight += Names(A);
  }
  return InSight;
}

} // namespace

std::vector<Handle> handlesIn(Catalog &C, const FunctionDecl &F, const Body &B) {
  const auto *M = dyn_cast<CXXMethodDecl>(&F);
  if (F.param_empty() && (!M || !M->isInstance() || M->getParent()->isLambda()))
    return {};
  return Finder(C, F, B).run();
}

bool isTame(const VarDecl &Container, const FunctionDecl &F) {
  return isContainer(recordOf(Container.getType())) && !Container.getType()->isReferenceType() &&
         mentionedOnly(F.getBody(), Container,
                       [&](const Stmt &S) { return inSight(S, Container); });
}

std::pair<const Expr *, const Expr *> subscript(const Expr *E) {
  E = strip(E);
  if (const auto *A = dyn_cast_or_null<ArraySubscriptExpr>(E))
    return {strip(A->getBase()), strip(A->getIdx())};
  if (const auto *O = dyn_cast_or_null<CXXOperatorCallExpr>(E);
      O && O->getOperator() == OO_Subscript && O->getNumArgs() == 2)
    return {strip(O->getArg(0)), strip(O->getArg(1))};
  return {};
}

static const VarDecl *localOf(const Expr *E) {
  const auto *D = dyn_cast_or_null<DeclRefExpr>(E);
  const auto *V = D ? dyn_cast<VarDecl>(D->getDecl()) : nullptr;
  return V && V->hasLocalStorage() && !V->getType()->isReferenceType() ? V : nullptr;
}

const VarDecl *onlyIndex(const Expr &Element, const FunctionDecl &F) {
  const auto [Base, At] = subscript(&Element);
  const VarDecl *Container = localOf(Base), *Index = localOf(At);
  if (!Container || !Index || isa<ParmVarDecl>(Container) ||
      Container->getType()->isPointerType() || !Element.getType()->isPointerType())
    return nullptr;
  auto ByIndexOrSize = [&](const Stmt &S) -> unsigned {
    if (const auto *M = dyn_cast<CXXMemberCallExpr>(&S)) {
      const CXXMethodDecl *D = M->getMethodDecl();
      return D && D->getIdentifier() &&
             localOf(strip(M->getImplicitObjectArgument())) == Container &&
             isOneOf(D->getName(), {"size", "empty", "reserve", "resize"});
    }
    if (!isa<ArraySubscriptExpr, CXXOperatorCallExpr>(S))
      return 0;
    const auto [Of, Which] = subscript(cast<Expr>(&S));
    return localOf(Of) == Container && localOf(Which) == Index;
  };
  return mentionedOnly(F.getBody(), *Container, ByIndexOrSize) ? Index : nullptr;
}

void Walker::enterHandles(State &S) {
  for (const Handle &H : handlesIn(C, F, B)) {
    const Place *P = Places.follow(H.parameter ? Places.root(H.parameter) : Places.self(), H.path);
    if (S.env.contains(P))
      continue;
    LeaseInfo I;
    I.origin = H.parameter ? LeaseInfo::Parameter : LeaseInfo::Member;
    I.place = P;
    I.at = H.parameter ? H.parameter->getLocation() : F.getLocation();
    I.held = Held::Never;
    if (H.type->isIntegerType())
      I.acquire.failure = Acquire::Failure::Negative;
    I.name = H.parameter ? H.parameter->getNameAsString() : P->field;
    I.type = H.type.getAsString();
    unsigned Id = addLease(std::move(I));
    BorrowedAt[P] = Id;
    S.lease(Id).status = LeaseState::Held;
    S.env[P] = Value::lease(Id);
  }
}

} // namespace leasehold
