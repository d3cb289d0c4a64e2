//===- TakenOut.cpp - what a pool's own method takes out and drops --------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// conn = idle_.front(); idle_.pop(); if (!conn->ping()) return nullptr: a pool may keep and move
// its sessions as it likes, but what its method takes out of the only container that knows it by a
// plain pointer, and neither hands out, puts back nor deletes, nobody can find any more.
//
//===----------------------------------------------------------------------===//

#include "catalog/InferenceBodies.h"
#include "flow/Walker.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace leasehold {
namespace {

/// Does a type lead to objects of this class: by pointers, containers, the fields of a struct?
bool leadsTo(QualType T, const CXXRecordDecl &Element, unsigned Depth = 0) {
  while (T->isPointerType() || T->isReferenceType() || T->isArrayType())
    T = T->isArrayType() ? T->getAsArrayTypeUnsafe()->getElementType() : T->getPointeeType();
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (!R || Depth > 3)
    return false;
  if (R->getCanonicalDecl() == &Element)
    return true;
  if (const auto *Of = dyn_cast<ClassTemplateSpecializationDecl>(R))
    return llvm::any_of(Of->getTemplateArgs().asArray(), [&](const TemplateArgument &A) {
      return A.getKind() == TemplateArgument::Type && leadsTo(A.getAsType(), Element, Depth + 1);
    });
  return R->hasDefinition() && isUserCode(*R) &&
         llvm::any_of(R->getDefinition()->fields(), [&](const FieldDecl *F) {
           return leadsTo(F->getType(), Element, Depth + 1);
         });
}

/// Is a base made of the class itself: Singleton<Pool>?
bool isOver(QualType Base, const CXXRecordDecl &R) {
  const auto *Of = dyn_cast_or_null<ClassTemplateSpecializationDecl>(Base->getAsCXXRecordDecl());
  return Of && llvm::any_of(Of->getTemplateArgs().asArray(), [&](const TemplateArgument &A) {
           const CXXRecordDecl *Arg = A.getKind() == TemplateArgument::Type
                                          ? A.getAsType()->getAsCXXRecordDecl()
                                          : nullptr;
           return Arg && Arg->getCanonicalDecl() == R.getCanonicalDecl();
         });
}

/// Does only one member of the class lead to such objects, and no base?
bool knownOnce(const CXXRecordDecl &R, const CXXRecordDecl &Element) {
  if (llvm::any_of(R.bases(), [&](const CXXBaseSpecifier &B) {
        return !isOver(B.getType(), R) && leadsTo(B.getType(), Element);
      }))
    return false;
  return llvm::count_if(R.decls(), [&](const Decl *D) {
           return isa<FieldDecl, VarDecl>(D) && leadsTo(cast<ValueDecl>(D)->getType(), Element);
         }) == 1;
}

/// A call of one of these methods of a container of plain pointers; null: it is none.
const CXXMemberCallExpr *callOf(const Expr *E, std::initializer_list<llvm::StringRef> Methods) {
  const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(E ? strip(E) : nullptr);
  const CXXMethodDecl *M = Call ? Call->getMethodDecl() : nullptr;
  const auto *Of = M ? dyn_cast<ClassTemplateSpecializationDecl>(M->getParent()) : nullptr;
  return Of && isContainer(Of) && M->getDeclName().isIdentifier() &&
                 isOneOf(M->getName(), Methods) && Of->getTemplateArgs().size() > 0 &&
                 Of->getTemplateArgs()[0].getKind() == TemplateArgument::Type &&
                 Of->getTemplateArgs()[0].getAsType()->isPointerType()
             ? Call
             : nullptr;
}

bool endsByName(const FunctionDecl &F) {
  return F.getDeclName().isIdentifier() &&
         (namesRelease(F.getName()) || F.getName().contains_insensitive("destroy") ||
          F.getName().contains_insensitive("delete"));
}

} // namespace

/// What the method takes out that way, if it is what the pool hands out.
void Walker::findTakenOut() {
  const auto *M = dyn_cast<CXXMethodDecl>(&F);
  const Effects *E = M && InPool ? C.declared(&F) : nullptr;
  if (!E || !llvm::StringRef(E->origin).starts_with("shape: pool") || E->acquires.empty())
    return;
  auto Note = [&](const VarDecl *V, const Expr *From) {
    const auto *Front = callOf(From, {"front", "back", "top"});
    const CXXRecordDecl *Element = Front ? unwrapped(V->getType()) : nullptr;
    if (!Element || !V->hasLocalStorage() || !V->getType()->isPointerType() ||
        !BodyUse::isMember(Front->getImplicitObjectArgument()) ||
        !knownOnce(*M->getParent(), *Element->getCanonicalDecl()))
      return;
    for (const CallSite &S : B.calls)
      if (const auto *Pop = callOf(S.expr, {"pop", "pop_front", "pop_back"});
          Pop &&
          sameExpression(Pop->getImplicitObjectArgument(), Front->getImplicitObjectArgument(), Ctx))
        TakenOut.push_back({V, Front, Pop});
  };
  for (const VarDecl *V : B.locals)
    Note(V, V->getInit());
  for (const BinaryOperator *Op : B.assignments)
    if (const auto *D = dyn_cast<DeclRefExpr>(strip(Op->getLHS())))
      if (const auto *V = dyn_cast<VarDecl>(D->getDecl()); V && Op->getOpcode() == BO_Assign)
        Note(V, Op->getRHS());
}

/// After `idle_.pop()`, what `idle_.front()` gave before is the method's own.
void Walker::takesOut(State &S, const Call &K) {
  if (TakenOut.empty())
    return;
  // A method that may end the object says so by its name, or is out of sight.
  if (const auto *M = dyn_cast_or_null<CXXMethodDecl>(K.callee); M && K.object && !M->isConst())
    if (const Value V = eval(S, K.object);
        V.kind == Value::Lease && R.leases[V.id].ofPool && (!K.effects || endsByName(*M)))
      uncertain(S, V);
  for (const auto &[Variable, Front, Pop] : TakenOut) {
    const Place *P = Places.root(Variable);
    auto It = S.env.find(P);
    if (Pop != K.expr || It == S.env.end() || It->second.kind != Value::Lease ||
        R.leases[It->second.id].site != Front)
      continue;
    Acquire A;
    A.waits = false;
    const Value V = acquire(S, K, A, K.expr, Variable->getType());
    LeaseInfo &I = R.leases[V.id];
    I.ofPool = true;
    I.at = Front->getBeginLoc();
    I.name = Variable->getNameAsString();
    store(S, P, V, Variable->getType(), *K.expr);
    return;
  }
}

/// What a method may do to the session in an object that the pool took out is not done to the
/// object.
bool Walker::outlives(const Call &K, const Slot &L, unsigned Lease) const {
  return R.leases[Lease].ofPool && L.kind == Slot::This && K.callee && !endsByName(*K.callee);
}

} // namespace leasehold
