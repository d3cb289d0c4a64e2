//===- Objects.cpp - objects that a function allocates --------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// p = malloc(...); p->conn = PQconnectdb(...): while nobody else knows the object, what is in its
// fields is the function's own. Whoever finds or is given an object only puts a session into it.
//
//===----------------------------------------------------------------------===//

#include "flow/Walker.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace leasehold {
namespace {

/// What is called, be it a pointer to a function in a variable or a field; null: not known.
const NamedDecl *calledBy(const Expr *E) {
  const auto *Call = dyn_cast<CallExpr>(E);
  return Call ? dyn_cast_or_null<NamedDecl>(Call->getCalleeDecl()) : nullptr;
}

bool endsWith(const NamedDecl *D, llvm::StringRef Word) {
  return D && D->getDeclName().isIdentifier() && D->getName().ends_with_insensitive(Word);
}

/// `new`, malloc, and what is declared or named like it.
bool allocates(const Expr *E) {
  E = E->IgnoreParenCasts();
  const NamedDecl *Callee = calledBy(E);
  return isa<CXXNewExpr>(E) || endsWith(Callee, "alloc") ||
         (Callee && Callee->hasAttr<RestrictAttr>());
}

/// Is this argument of a call one of those that "..." takes, as what is only printed is?
bool isVariadic(const Expr &Call, unsigned Argument) {
  const auto *K = dyn_cast<CallExpr>(&Call);
  const auto *Type = K ? K->getCallee()->getType()->getAs<PointerType>() : nullptr;
  const auto *Of = Type ? Type->getPointeeType()->getAs<FunctionProtoType>() : nullptr;
  return Of && Of->isVariadic() && Argument >= Of->getNumParams();
}

} // namespace

bool noneOfItsBusiness(const Expr &Call, unsigned Argument) {
  return isVariadic(Call, Argument) || endsWith(calledBy(&Call), "free");
}

namespace {

/// An expression that is a pointer to an object, or to a part of it.
struct Pointer {
  const VarDecl *variable = nullptr; ///< null: none
  bool toPart = false;
};

Pointer pointerOf(const Expr *E) {
  E = E ? E->IgnoreParenCasts() : nullptr;
  Pointer P;
  if (const auto *U = dyn_cast_or_null<UnaryOperator>(E); U && U->getOpcode() == UO_AddrOf) {
    E = U->getSubExpr()->IgnoreParenCasts();
    while (const auto *M = dyn_cast<MemberExpr>(E))
      E = M->getBase()->IgnoreParenCasts();
    P.toPart = true;
  }
  if (const auto *D = dyn_cast_or_null<DeclRefExpr>(E); D && D->getType()->isPointerType())
    P.variable = dyn_cast<VarDecl>(D->getDecl());
  return P;
}

/// Whether bodies put a pointer that they are given, or the address of a part, where others find
/// it.
class Memory {
public:
  /// `Known`: what was found out before.
  explicit Memory(llvm::DenseMap<const ParmVarDecl *, bool> &Known) : Known(Known) {}

  /// May the callee remember what this argument points to? What is in libraries has no use for the
  /// address of a part; clang's builtins, and what frees or prints, none for any.
  bool may(const Expr &Call, const FunctionDecl *Callee, unsigned Argument, bool Part) {
    const FunctionDecl *Defined = nullptr;
    if (noneOfItsBusiness(Call, Argument) ||
        (Callee && (Callee->getBuiltinID() || (Part && !isUserCode(*Callee)))))
      return false;
    if (!Callee || !Callee->hasBody(Defined) || Argument >= Defined->getNumParams())
      return true;
    const ParmVarDecl *P = Defined->getParamDecl(Argument);
    // Who asks for itself, in a circle of calls, is taken to remember.
    if (const auto [It, New] = Known.try_emplace(P, true); !New)
      return It->second;
    return Known[P] = does(Defined->getBody(), *P);
  }

private:
  bool does(const Stmt *S, const VarDecl &V) {
    if (!S)
      return false;
    auto Names = [&](const Expr *E) { return pointerOf(E).variable == &V; };
    if (const auto *Op = dyn_cast<BinaryOperator>(S); Op && Op->isAssignmentOp())
      if (Names(Op->getRHS()))
        return true;
    if (const auto *D = dyn_cast<DeclStmt>(S))
      for (const Decl *X : D->decls())
        if (const auto *Of = dyn_cast<VarDecl>(X); Of && Of->getInit() && Names(Of->getInit()))
          return true;
    if (const auto *Ret = dyn_cast<ReturnStmt>(S); Ret && Names(Ret->getRetValue()))
      return true;
    if (const auto *List = dyn_cast<InitListExpr>(S); List && llvm::any_of(List->inits(), Names))
      return true;
    if (const auto *L = dyn_cast<LambdaExpr>(S))
      for (const LambdaCapture &Capture : L->captures())
        if (Capture.capturesVariable() && Capture.getCapturedVar() == &V)
          return true;
    if (isa<CallExpr, CXXConstructExpr>(S)) {
      const auto &Site = *cast<Expr>(S);
      const auto *Call = dyn_cast<CallExpr>(S);
      const FunctionDecl *Callee =
          Call ? Call->getDirectCallee() : cast<CXXConstructExpr>(S)->getConstructor();
      const CallParts Parts = partsOf(Site, Callee);
      for (unsigned I = 0; I < Parts.args.size(); ++I)
        if (const Pointer P = pointerOf(Parts.args[I]);
            P.variable == &V && may(Site, Callee, I, P.toPart))
          return true;
    }
    return llvm::any_of(S->children(), [&](const Stmt *Child) { return does(Child, V); });
  }

  llvm::DenseMap<const ParmVarDecl *, bool> &Known;
};

} // namespace

/// That nobody else knows what the pointer points to is written below it, where it goes with the
/// next value of the pointer, and where paths meet of which one does not say so.
static const Place *own(PlaceTable &Places, const VarDecl &V) {
  return Places.child(Places.root(&V), "<own>");
}

bool Walker::isOwn(const State &S, const VarDecl &V) {
  if (S.env.contains(own(Places, V)))
    return true;
  auto It = S.env.find(Places.root(&V));
  return It != S.env.end() && It->second.kind == Value::Address &&
         diesWithFunction(It->second.place);
}

/// What is at `To` got its value from `From`.
void Walker::points(State &S, const Place *To, const Expr &From, const Stmt &At) {
  const auto *V = To && !To->parent ? dyn_cast_or_null<VarDecl>(To->root) : nullptr;
  if (V && V->hasLocalStorage() && V->getType()->isPointerType() && allocates(&From))
    S.env[own(Places, *V)] = Value::nonZero();
  else
    othersKnow(S, From, At);
}

/// `E` goes where others may find it: if it points to an object of this function, the sessions in
/// its fields are no longer the function's to give back.
void Walker::othersKnow(State &S, const Expr &E, const Stmt &At) {
  const Pointer P = pointerOf(&E);
  if (!P.variable || !P.variable->hasLocalStorage() || !S.env.erase(own(Places, *P.variable)))
    return;
  const Place *Object = Places.root(P.variable);
  for (const auto &[Part, V] : S.env)
    if (Part != Object && Part->below(Object))
      keep(S, V, At);
}

void Walker::othersKnow(State &S, const Call &K) {
  for (unsigned I = 0; I < K.args.size(); ++I)
    if (const Pointer P = pointerOf(K.args[I]);
        P.variable && S.env.contains(own(Places, *P.variable)) &&
        Memory(Remembered).may(*K.expr, K.callee, I, P.toPart))
      othersKnow(S, *K.args[I], *K.expr);
  if (!K.callee || !isUserCode(*K.callee) || C.declared(K.callee))
    return;
  for (unsigned I = 0; I < K.args.size(); ++I)
    if (const Value V = eval(S, K.args[I]);
        untold(K.args[I], V) &&
        !(K.effects && llvm::is_contained(K.effects->releases, Slot::param(I))) &&
        Memory(Remembered).may(*K.expr, K.callee, I, /*Part=*/false))
      uncertain(S, V);
}

/// Is this a session of a pool, by a pointer whose type does not tell? No summary says that it is
/// stored: only what is known to be a session is followed into other functions.
bool Walker::untold(const Expr *Session, const Value &V) {
  const QualType T = Session->getType();
  return V.kind == Value::Lease && !V.weak && R.leases[V.id].pooled &&
         R.leases[V.id].origin == LeaseInfo::Acquired && T->isPointerType() &&
         T->getPointeeType()->isRecordType() && C.carrierOf(T).role() == Role::None;
}

} // namespace leasehold
