//===- Values.cpp - what an expression denotes ----------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "flow/Walker.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/FoldingSet.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace leasehold {

std::string Walker::describe(const Expr *E) {
  if (!E)
    return {};
  llvm::StringRef Text = Lexer::getSourceText(CharSourceRange::getTokenRange(E->getSourceRange()),
                                              Ctx.getSourceManager(), Ctx.getLangOpts());
  std::string Result;
  for (char Ch : Text) {
    bool Space = llvm::isSpace(Ch);
    if (Space && (Result.empty() || Result.back() == ' '))
      continue;
    Result += Space ? ' ' : Ch;
  }
  if (Result.size() > 48)
    Result = Result.substr(0, 45) + "...";
  return Result;
}

unsigned Walker::addLease(LeaseInfo I) {
  I.atEnd = InEnding;
  R.leases.push_back(std::move(I));
  return static_cast<unsigned>(R.leases.size() - 1);
}

unsigned Walker::leaseAt(const Stmt *Site, const std::function<LeaseInfo()> &Make) {
  auto [It, New] = LeaseIds.try_emplace(Site, 0);
  if (New)
    It->second = addLease(Make());
  return It->second;
}

unsigned Walker::txnAt(const Stmt *Site, const std::function<TxnInfo()> &Make) {
  auto [It, New] = TxnIds.try_emplace(Site, 0);
  if (New) {
    R.txns.push_back(Make());
    R.txns.back().atEnd = InEnding;
    It->second = static_cast<unsigned>(R.txns.size() - 1);
    return It->second;
  }
  if (R.txns[It->second].object)
    return It->second;
  // The session is not the same on every path to one BEGIN.
  TxnInfo Here = Make();
  for (unsigned Id = 0; Id < R.txns.size(); ++Id)
    if (R.txns[Id].site == Site && R.txns[Id].lease == Here.lease)
      return Id;
  Here.atEnd = InEnding;
  R.txns.push_back(std::move(Here));
  return static_cast<unsigned>(R.txns.size() - 1);
}

std::optional<int64_t> Walker::constant(const Expr *E) {
  E = strip(E);
  if (!E || E->isValueDependent() || E->isTypeDependent())
    return std::nullopt;
  if (const auto *I = dyn_cast<IntegerLiteral>(E))
    return I->getValue().getBitWidth() <= 64 ? std::optional<int64_t>(I->getValue().getSExtValue())
                                             : std::nullopt;
  if (const auto *L = dyn_cast<CXXBoolLiteralExpr>(E))
    return L->getValue() ? 1 : 0;
  if (isa<CXXNullPtrLiteralExpr, GNUNullExpr>(E))
    return 0;
  if (const auto *U = dyn_cast<UnaryOperator>(E)) {
    if (auto N = constant(U->getSubExpr())) {
      if (U->getOpcode() == UO_Minus)
        return -*N;
      if (U->getOpcode() == UO_LNot)
        return !*N;
    }
    return std::nullopt;
  }
  if (const auto *D = dyn_cast<DeclRefExpr>(E)) {
    if (const auto *K = dyn_cast<EnumConstantDecl>(D->getDecl()))
      return K->getInitVal().tryExtValue();
    if (const auto *V = dyn_cast<VarDecl>(D->getDecl());
        V && V->getType().isConstQualified() && V->getType()->isIntegralOrEnumerationType()) {
      Expr::EvalResult Result;
      if (E->EvaluateAsInt(Result, Ctx))
        return Result.Val.getInt().tryExtValue();
    }
    if (const auto *V = dyn_cast<VarDecl>(D->getDecl()); V && V->isFileVarDecl() && C.constants)
      return C.constants(V);
  }
  if (const auto *Op = dyn_cast<BinaryOperator>(E); Op && Op->isEqualityOp()) {
    auto L = constant(Op->getLHS()), Right = constant(Op->getRHS());
    if (L && Right)
      return (*L == *Right) == (Op->getOpcode() == BO_EQ);
  }
  if (isa<BinaryOperator>(E) && E->getType()->isIntegralOrEnumerationType()) {
    Expr::EvalResult Result;
    if (E->EvaluateAsInt(Result, Ctx, Expr::SE_NoSideEffects))
      return Result.Val.getInt().tryExtValue();
  }
  return std::nullopt;
}

/// An element of an array or a container, and nobody knows which: whoever gives back all of them
/// gives back this one.
bool Walker::isSomeElement(const Expr *E) {
  const Expr *Index = subscript(E).second;
  return Index && !constant(Index);
}

const Place *Walker::resolve(State &S, const Expr *E) {
  E = strip(E);
  if (!E)
    return nullptr;
  if (const auto *D = dyn_cast<DeclRefExpr>(E)) {
    const ValueDecl *V = D->getDecl();
    if (const auto *Bind = dyn_cast<BindingDecl>(V)) {
      // auto [conn, id] = pool.get(): a field of the decomposed object.
      if (const Expr *Of = Bind->getBinding())
        if (const Place *P = resolve(S, Of))
          return P;
      return Places.root(Bind);
    }
    if (!isa<VarDecl>(V))
      return nullptr;
    const Place *P = Places.root(V);
    if (V->getType()->isReferenceType())
      if (auto It = S.env.find(P); It != S.env.end() && It->second.kind == Value::Address)
        return It->second.place;
    return P;
  }
  if (isa<CXXThisExpr>(E))
    return Places.self();
  if (const auto *M = dyn_cast<MemberExpr>(E)) {
    const Place *Base = resolve(S, M->getBase());
    if (!Base)
      return nullptr;
    if (!isa<FieldDecl>(M->getMemberDecl()))
      return isa<VarDecl>(M->getMemberDecl()) ? Places.root(M->getMemberDecl()) : nullptr;
    // A pointer that is known to point somewhere is followed.
    if (auto It = S.env.find(Base);
        M->isArrow() && It != S.env.end() && It->second.kind == Value::Address)
      Base = It->second.place;
    const Place *P = Places.child(Base, placeName(*M->getMemberDecl()));
    if (M->getMemberDecl()->getType()->isReferenceType())
      if (auto It = S.env.find(P); It != S.env.end() && It->second.kind == Value::Address)
        return It->second.place;
    return P;
  }
  if (const auto *A = dyn_cast<ArraySubscriptExpr>(E)) {
    const Place *Base = resolve(S, A->getBase());
    return Base ? Places.child(Base, "[]") : nullptr;
  }
  if (const auto *U = dyn_cast<UnaryOperator>(E)) {
    if (U->getOpcode() == UO_Deref) {
      const Place *P = resolve(S, U->getSubExpr());
      if (P)
        if (auto It = S.env.find(P); It != S.env.end() && It->second.kind == Value::Address)
          return It->second.place;
      return P;
    }
    if (U->getOpcode() == UO_Extension || U->getOpcode() == UO_PreInc)
      return resolve(S, U->getSubExpr());
    return nullptr;
  }
  if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E)) {
    switch (O->getOperator()) {
    case OO_Star:
    case OO_Arrow: {
      const CXXRecordDecl *Rec = recordOf(O->getArg(0)->getType());
      const Place *P = resolve(S, O->getArg(0));
      if (P && wrapperOf(Rec) != Wrapper::None) {
        if (auto It = S.env.find(P); It != S.env.end() && It->second.kind == Value::Address)
          return It->second.place;
        return P;
      }
      return nullptr;
    }
    case OO_Subscript: {
      const Place *P = resolve(S, O->getArg(0));
      return P ? Places.child(P, "[]") : nullptr;
    }
    case OO_Equal:
      return resolve(S, O->getArg(0));
    default:
      return nullptr;
    }
  }
  if (const auto *MC = dyn_cast<CXXMemberCallExpr>(E)) {
    // What a smart pointer's get() or an optional's value() refers to is the object itself.
    const CXXMethodDecl *M = MC->getMethodDecl();
    if (M && M->getDeclName().isIdentifier() && wrapperOf(M->getParent()) != Wrapper::None &&
        (M->getName() == "get" || M->getName() == "value"))
      return resolve(S, MC->getImplicitObjectArgument());
    if (M && M->getDeclName().isIdentifier() && isContainer(M->getParent()) &&
        isOneOf(M->getName(), {"back", "front", "at", "top"}))
      if (const Place *P = resolve(S, MC->getImplicitObjectArgument()))
        return Places.child(P, "[]");
    return nullptr;
  }
  if (const auto *K = dyn_cast<CallExpr>(E)) {
    // std::move(x), std::forward(x), std::ref(x) name x.
    if (const FunctionDecl *D = K->getDirectCallee();
        D && K->getNumArgs() >= 1 && D->isInStdNamespace() && D->getDeclName().isIdentifier() &&
        (D->getName() == "move" || D->getName() == "forward" || D->getName() == "ref" ||
         D->getName() == "cref" || D->getName() == "addressof" || D->getName() == "as_const") &&
        K->getNumArgs() == 1)
      return resolve(S, K->getArg(0));
    return nullptr;
  }
  if (const auto *Cond = dyn_cast<ConditionalOperator>(E)) {
    std::optional<bool> Known = known(S, Cond->getCond());
    if (Known)
      return resolve(S, *Known ? Cond->getTrueExpr() : Cond->getFalseExpr());
    return nullptr;
  }
  if (const auto *Op = dyn_cast<BinaryOperator>(E); Op && Op->isAssignmentOp())
    return resolve(S, Op->getLHS());
  return nullptr;
}

/// A session that the function did not acquire: a field of `this`, or a global.
Value Walker::member(State &S, const Place *P, QualType T) {
  const Place *Top = P->top();
  bool Self = P->isSelf();
  // An element of a container is one of many, and not always the same.
  if (P->isElement())
    return {};
  const auto *Var = dyn_cast_or_null<VarDecl>(Top->root);
  bool Global = Var && Var->hasGlobalStorage() && !P->parent;
  if (!Self && !Global)
    return {};
  Carrier K = C.carrierOf(T);
  if (K.role() == Role::Transaction) {
    // A transaction kept in a member: tracked on its session only.
    K.traits = nullptr;
    return {};
  }
  if (!isSessionLike(K.role()) || isContainer(recordOf(T)))
    return {};
  auto [It, New] = BorrowedAt.try_emplace(P, 0);
  if (New) {
    LeaseInfo I;
    I.origin = LeaseInfo::Member;
    I.place = P;
    I.held = K.traits->held;
    I.pooled = K.traits->pooled;
    I.threadAffine = K.traits->threadAffine;
    I.guardType = K.traits->role == Role::Guard;
    I.name = P->parent ? P->field : Var ? Var->getNameAsString() : "";
    I.type = K.record->getNameAsString();
    I.at = F.getLocation();
    It->second = addLease(std::move(I));
  }
  if (Self)
    UsedMembers.insert(P);
  LeaseState &L = S.lease(It->second);
  if (L.status == LeaseState::None)
    L.status = LeaseState::Held;
  return Value::lease(It->second);
}

/// Is the session that a pool of the program handed out an object whose handle is a `void *`?
bool Walker::keepsHandle(const LeaseInfo &I) {
  const QualType T = I.pooled && I.origin == LeaseInfo::Acquired ? leaseType(I) : QualType();
  const RecordDecl *Rec =
      !T.isNull() && T->isPointerType() ? T->getPointeeType()->getAsRecordDecl() : nullptr;
  const RecordDecl *Def = Rec ? Rec->getDefinition() : nullptr;
  return Def && isUserCode(*Def) && llvm::none_of(Def->fields(), [&](const FieldDecl *Field) {
           return isSessionLike(C.carrierOf(Field->getType()).role());
         });
}

Value Walker::at(State &S, const Place *P, QualType T) {
  if (!P)
    return {};
  if (auto It = S.env.find(P); It != S.env.end()) {
    if (P->isSelf() && It->second.kind == Value::Lease)
      UsedMembers.insert(P);
    return It->second;
  }
  if (P->isSelf() && P->parent)
    R.lookedAt.insert(P->path().front());
  if (Value V = member(S, P, T))
    return V;
  // A part of something that is a session is that session: entry.conn, guard->connection.
  for (const Place *Up = P->parent; Up; Up = Up->parent) {
    auto It = S.env.find(Up);
    if (It == S.env.end())
      continue;
    const Value &V = It->second;
    if (V.kind == Value::Lease) {
      Carrier K = C.carrierOf(T);
      if (isSessionLike(K.role()) || C.sessionCore(T) ||
          (T->isVoidPointerType() && keepsHandle(R.leases[V.id])))
        return Value::lease(V.id, /*Weak=*/true);
      // sql.prepare, sql.once: what a library's session does its work through.
      const CXXRecordDecl *Rec = T->getAsCXXRecordDecl();
      return Rec && !isUserCode(*Rec) && !Rec->isInStdNamespace() ? Value::derived(V.id) : Value();
    }
    if (V.kind == Value::Address)
      continue;
    return {};
  }
  return {};
}

Value Walker::eval(State &S, const Expr *E) {
  E = strip(E);
  if (!E)
    return {};
  if (auto It = S.temps.find(E); It != S.temps.end())
    return It->second;
  if (const auto *Await = dyn_cast<CoroutineSuspendExpr>(E)) {
    // What was acquired through an awaitable is had when it was awaited.
    Value V = eval(S, Await->getOperand());
    if (V.kind != Value::Lease)
      return eval(S, Await->getResumeExpr());
    // The awaitable's type may not show what it gives.
    if (LeaseInfo &I = R.leases[V.id]; I.guardType && I.ends == OnDestroy::Nothing)
      if (const TypeTraits *T = C.carrierOf(Await->getType()).traits) {
        I.ends = T->ends;
        for (TxnInfo &Begun : R.txns)
          if (Begun.lease == V.id)
            Begun.endWith(I);
      }
    return V;
  }
  if (isa<LambdaExpr>(E))
    return Value::closure(E);
  if (isa<CXXNullPtrLiteralExpr, GNUNullExpr>(E))
    return Value::null();
  if (const auto *U = dyn_cast<UnaryOperator>(E)) {
    if (U->getOpcode() == UO_AddrOf) {
      if (const auto *D = dyn_cast<DeclRefExpr>(strip(U->getSubExpr()));
          D && isa<FunctionDecl>(D->getDecl()))
        return {};
      const Place *P = resolve(S, U->getSubExpr());
      if (!P)
        return eval(S, U->getSubExpr());
      // &session of an object that holds a lease is a pointer to the same session.
      Value V = at(S, P, U->getSubExpr()->getType());
      bool PointerItself = U->getSubExpr()->getType()->isPointerType();
      if (!PointerItself &&
          (V.kind == Value::Lease || V.kind == Value::Txn || V.kind == Value::Derived))
        return V;
      return Value::address(P);
    }
    if (U->getOpcode() == UO_Deref) {
      if (const Place *P = resolve(S, E))
        return at(S, P, E->getType());
      return eval(S, U->getSubExpr());
    }
    if (auto N = constant(E))
      return Value::integer(*N);
    return {};
  }
  if (auto N = constant(E)) {
    if (E->getType()->isPointerType() || E->getType()->isNullPtrType())
      return Value::null();
    // A literal 0 that is converted to a pointer.
    return Value::integer(*N);
  }
  if (const auto *Cond = dyn_cast<AbstractConditionalOperator>(E)) {
    if (std::optional<bool> Known = known(S, Cond->getCond()))
      return eval(S, *Known ? Cond->getTrueExpr() : Cond->getFalseExpr());
    Value A = eval(S, Cond->getTrueExpr()), B2 = eval(S, Cond->getFalseExpr());
    if (A == B2)
      return A;
    if (A.kind == Value::Lease && (B2.kind == Value::Null || !B2))
      return A;
    if (B2.kind == Value::Lease && (A.kind == Value::Null || !A))
      return B2;
    return {};
  }
  if (const auto *Op = dyn_cast<BinaryOperator>(E)) {
    if (Op->getOpcode() == BO_Assign)
      return eval(S, Op->getLHS());
    if (Op->getOpcode() == BO_Comma)
      return eval(S, Op->getRHS());
    return {};
  }
  if (const auto *L = dyn_cast<InitListExpr>(E)) {
    if (L->getNumInits() == 1)
      return eval(S, L->getInit(0));
    return {};
  }
  if (const Place *P = resolve(S, E)) {
    Value V = at(S, P, E->getType());
    if (V)
      return V;
    if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E); O && O->getNumArgs() >= 1)
      return eval(S, O->getArg(0));
    return {};
  }
  if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E))
    if ((O->getOperator() == OO_Star || O->getOperator() == OO_Arrow) && O->getNumArgs() == 1)
      return eval(S, O->getArg(0));
  return {};
}

void Walker::reachable(State &S, const Value &V, std::set<unsigned> &Leases, unsigned Depth) {
  switch (V.kind) {
  case Value::Lease:
  case Value::Derived:
  case Value::Status:
    Leases.insert(V.id);
    return;
  case Value::Txn:
    if (R.txns[V.id].lease)
      Leases.insert(*R.txns[V.id].lease);
    return;
  case Value::Address:
    if (Depth < 4)
      for (auto &[P, Inner] : S.env)
        if (P->below(V.place) && !(Inner == V))
          reachable(S, Inner, Leases, Depth + 1);
    if (auto It = BorrowedAt.find(V.place); It != BorrowedAt.end())
      Leases.insert(It->second);
    return;
  case Value::Closure: {
    std::vector<Captured> Out;
    captures(S, V.expr, Out);
    for (const Captured &K : Out)
      Leases.insert(K.lease);
    return;
  }
  default:
    return;
  }
}

void Walker::reachable(State &S, const Expr *E, std::set<unsigned> &Leases) {
  if (!E)
    return;
  reachable(S, eval(S, E), Leases);
  // The object passed by value or reference may hold a lease in a field.
  const Place *P = resolve(S, E);
  if (!P && isa<CXXConstructExpr>(strip(E)))
    P = Places.temporary(strip(E)); // a copy, made for the call
  if (P && !isa<CXXThisExpr>(strip(E)))
    reachable(S, Value::address(P), Leases, 1);
}

void Walker::moved(State &S, const Place &Index, const Stmt &At) {
  if (Index.parent || !Index.root)
    return;
  for (unsigned Id = 0; Id < S.leases.size(); ++Id)
    if (R.leases[Id].index && R.leases[Id].index == Index.root)
      keep(S, Value::lease(Id), At);
}

/// Elements share a place: what is known of a number or a pointer is not known of the others.
void Walker::setPlain(State &S, const Place *To, const Value &V) {
  if (!V.plain() || !To->isElement())
    S.env[To] = V;
}

void Walker::store(State &S, const Place *To, Value V, QualType Type, const Stmt &At) {
  if (!To)
    return;
  // Of several elements under one name, none is known any more.
  if (auto It = S.env.find(To); To->field == "[]" && It != S.env.end() && !(It->second == V))
    uncertain(S, It->second);
  // link_ = mysql_real_connect(link_, ...)
  if (auto It = S.env.find(To); V.kind == Value::Lease && V.weak && To->isSelf() &&
                                It != S.env.end() && It->second == Value::lease(V.id))
    R.leases[V.id].replaced = To;
  S.forget(To);
  moved(S, *To, At);
  // What a member held before is not what it holds now. A parameter that gets another value
  // leaves the caller's session where it was; after the destructor nobody has it.
  if (auto It = BorrowedAt.find(To);
      It != BorrowedAt.end() && R.leases[It->second].origin != LeaseInfo::Parameter &&
      !isa<CXXDestructorDecl>(F) && !(V.kind == Value::Lease && V.id == It->second) &&
      S.lease(It->second).status == LeaseState::Held)
    S.lease(It->second).status = LeaseState::Gone;
  if (!V)
    return;
  setPlain(S, To, V);
  const Place *Top = To->top();
  const auto *Var = dyn_cast_or_null<VarDecl>(Top->root);
  bool Outlives = To->isSelf() || (Var && !Var->hasLocalStorage()) ||
                  (Var && isa<ParmVarDecl>(Var) && To->parent) ||
                  (Var && isa<ParmVarDecl>(Var) &&
                   (Var->getType()->isReferenceType() || Var->getType()->isPointerType()) &&
                   isa<UnaryOperator, BinaryOperator, CXXOperatorCallExpr, CallExpr>(At)) ||
                  (Var && Var->hasLocalStorage() && Var->getType()->isPointerType() && To->parent &&
                   !isOwn(S, *Var));
  // A variable that a lambda captured by reference belongs to the function around it.
  if (Var && Var->hasLocalStorage() && Var->getDeclContext() != &F && !isa<ParmVarDecl>(Var) &&
      isa<CXXMethodDecl>(F) && cast<CXXMethodDecl>(F).getParent()->isLambda() &&
      !Var->isInitCapture())
    Outlives = true;
  if (V.kind == Value::Lease && !V.weak) {
    LeaseState &L = S.lease(V.id);
    const LeaseInfo &I = R.leases[V.id];
    if (L.owner && !Type->isReferenceType() && !Type->isPointerType())
      L.owner = To;
    if (Outlives && L.status == LeaseState::Held && I.origin == LeaseInfo::Acquired) {
      L.status = LeaseState::Stored;
      L.changed = At.getBeginLoc();
      if (!L.owner)
        unsaid(L, *To);
    }
  } else if (V.kind == Value::Txn) {
    TxnState &T = S.txn(V.id);
    if (T.owner && !Type->isReferenceType() && !Type->isPointerType())
      T.owner = To;
    if (Outlives && T.status == TxnState::Open)
      T.status = TxnState::Gone;
  }
}

namespace {

/// Only what cannot change by being looked at: variables, members, const calls, operators.
bool collectPure(const Expr *E, llvm::SmallVectorImpl<const Expr *> &Refs, unsigned Depth = 0) {
  E = strip(E);
  if (!E || Depth > 8)
    return false;
  if (isa<IntegerLiteral, CXXBoolLiteralExpr, clang::StringLiteral, CXXNullPtrLiteralExpr,
          GNUNullExpr, CharacterLiteral>(E))
    return true;
  if (isa<CXXThisExpr>(E)) {
    Refs.push_back(E);
    return true;
  }
  if (const auto *D = dyn_cast<DeclRefExpr>(E)) {
    if (isa<EnumConstantDecl>(D->getDecl()))
      return true;
    if (!isa<VarDecl>(D->getDecl()) || D->getType().isVolatileQualified())
      return false;
    Refs.push_back(E);
    return true;
  }
  if (const auto *M = dyn_cast<MemberExpr>(E)) {
    Refs.push_back(E);
    return isa<FieldDecl>(M->getMemberDecl()) && collectPure(M->getBase(), Refs, Depth + 1);
  }
  if (const auto *U = dyn_cast<UnaryOperator>(E))
    return !U->isIncrementDecrementOp() && U->getOpcode() != UO_AddrOf &&
           collectPure(U->getSubExpr(), Refs, Depth + 1);
  if (const auto *O = dyn_cast<BinaryOperator>(E))
    return !O->isAssignmentOp() && collectPure(O->getLHS(), Refs, Depth + 1) &&
           collectPure(O->getRHS(), Refs, Depth + 1);
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(E)) {
    if (!M->getMethodDecl() || !M->getMethodDecl()->isConst() ||
        !collectPure(M->getImplicitObjectArgument(), Refs, Depth + 1))
      return false;
    return llvm::all_of(M->arguments(),
                        [&](const Expr *A) { return collectPure(A, Refs, Depth + 1); });
  }
  if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E)) {
    const FunctionDecl *D = O->getDirectCallee();
    const auto *M = dyn_cast_or_null<CXXMethodDecl>(D);
    if (!D || (M && !M->isConst()) || O->isAssignmentOp())
      return false;
    return llvm::all_of(O->arguments(),
                        [&](const Expr *A) { return collectPure(A, Refs, Depth + 1); });
  }
  return false;
}

} // namespace

std::optional<std::pair<std::string, llvm::SmallVector<const Place *, 2>>>
Walker::pureKey(State &S, const Expr *E) {
  llvm::SmallVector<const Expr *, 4> Refs;
  E = strip(E);
  if (!collectPure(E, Refs) || Refs.empty())
    return std::nullopt;
  llvm::FoldingSetNodeID Id;
  E->Profile(Id, Ctx, /*Canonical=*/true);
  llvm::SmallVector<const Place *, 2> About;
  for (const Expr *Ref : Refs)
    if (const Place *P = resolve(S, Ref))
      About.push_back(P);
  // The hash is 64 bits wide; equal keys of different expressions are no concern in one function.
  return std::pair(std::to_string(Id.computeStableHash()), std::move(About));
}

} // namespace leasehold
