//===- InferLists.cpp - pools that link their objects into a list ---------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// if (entry = pool->idle) pool->idle = entry->next; else entry = open(); return entry: whoever
// unlinks the first object of a list and hands it out, or else a new one, takes. Who puts what he
// is given where the list begins gives back. Where nothing new is made, it is a queue.
//
//===----------------------------------------------------------------------===//

#include "catalog/Inference.h"
#include "catalog/InferenceBodies.h"
#include "clang/AST/DeclFriend.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace leasehold {
namespace {

/// What is left of an expression: the end of ({...}), what is assigned, the right of a comma.
const Expr *valueOf(const Expr *E) {
  for (const Expr *Before = nullptr; E && E != Before;) {
    Before = E;
    E = strip(E);
    if (const auto *Block = dyn_cast<StmtExpr>(E)) {
      const CompoundStmt *Body = Block->getSubStmt();
      if (const auto *Last = Body->body_empty() ? nullptr : dyn_cast<Expr>(Body->body_back()))
        E = Last;
    } else if (const auto *Op = dyn_cast<BinaryOperator>(E);
               Op && (Op->getOpcode() == BO_Assign || Op->getOpcode() == BO_Comma)) {
      E = Op->getRHS();
    }
  }
  return E;
}

const RecordDecl *pointee(QualType T) {
  const RecordDecl *R = T->isPointerType() ? T->getPointeeType()->getAsRecordDecl() : nullptr;
  return R ? cast<RecordDecl>(R->getCanonicalDecl()) : nullptr;
}

/// A pointer to an object, in a variable of the function.
const VarDecl *variableIn(const Expr *E) {
  const auto *D = dyn_cast_or_null<DeclRefExpr>(valueOf(E));
  const auto *V = D ? dyn_cast<VarDecl>(D->getDecl()) : nullptr;
  return V && V->hasLocalStorage() && pointee(V->getType()) ? V : nullptr;
}

/// `entry->next`, `entry->links.next`: the object whose link to another of its kind that is; null:
/// it is none.
const Expr *linkOf(const Expr *E) {
  const auto *M = dyn_cast_or_null<MemberExpr>(valueOf(E));
  const RecordDecl *To = M ? pointee(M->getType()) : nullptr;
  while (M && !M->isArrow())
    M = dyn_cast<MemberExpr>(strip(M->getBase()));
  return M && To && pointee(M->getBase()->getType()) == To ? strip(M->getBase()) : nullptr;
}

/// Where a list begins: the fields on the way, outermost first, behind a variable of the program or
/// else in an object that some variable points to. `pool->idle.first` is not `pool->busy.first`.
using Head = llvm::SmallVector<const ValueDecl *, 3>;

/// Empty when the expression is no such place.
Head headIn(const Expr *E) {
  E = valueOf(E);
  if (!E || !pointee(E->getType()) || linkOf(E))
    return {};
  Head Way;
  while (E) {
    const ValueDecl *Step = nullptr;
    if (const auto *M = dyn_cast<MemberExpr>(E)) {
      Step = M->getMemberDecl();
      E = strip(M->getBase());
    } else if (const auto *D = dyn_cast<DeclRefExpr>(E)) {
      Step = D->getDecl();
      E = nullptr;
    } else if (const auto *U = dyn_cast<UnaryOperator>(E);
               U && (U->getOpcode() == UO_AddrOf || U->getOpcode() == UO_Deref)) {
      E = strip(U->getSubExpr());
      continue;
    } else {
      break;
    }
    const auto *V = dyn_cast<VarDecl>(Step);
    if (!isa<FieldDecl>(Step) && !(V && V->hasGlobalStorage()))
      break; // a variable of the function
    Way.insert(Way.begin(), Step);
    if (V)
      break;
  }
  return Way;
}

/// What a body does with pointers to objects that may be linked.
class Links : public RecursiveASTVisitor<Links> {
public:
  explicit Links(const Stmt *Body) { TraverseStmt(const_cast<Stmt *>(Body)); }

  bool VisitVarDecl(VarDecl *V) {
    if (V->hasLocalStorage() && pointee(V->getType()) && V->getInit())
      copies.emplace_back(V, V->getInit());
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *E) {
    if (E->getOpcode() != BO_Assign || !pointee(E->getType()))
      return true;
    const Expr *To = strip(E->getLHS());
    if (const auto *D = dyn_cast<DeclRefExpr>(To))
      if (const auto *V = dyn_cast<VarDecl>(D->getDecl()); V && V->hasLocalStorage())
        copies.emplace_back(V, E->getRHS());
    if (Head Of = headIn(To); !Of.empty())
      heads.emplace_back(std::move(Of), E->getRHS());
    return true;
  }
  bool VisitReturnStmt(ReturnStmt *S) {
    if (S->getRetValue())
      returned.push_back(S->getRetValue());
    return true;
  }
  bool TraverseLambdaExpr(LambdaExpr * /*E*/) { return true; }

  /// The list whose first object is unlinked and handed out, or else a new one; empty: none.
  [[nodiscard]] Head takesFrom() const {
    const auto Out = sources(returned);
    if (llvm::none_of(Out, [](const Expr *E) { return isa<CallExpr, CXXNewExpr>(E); }))
      return {};
    auto ComesFrom = [](llvm::ArrayRef<const Expr *> Any, const Head &List) {
      return llvm::any_of(Any, [&](const Expr *E) { return headIn(E) == List; });
    };
    auto IsOut = [&](const VarDecl *V) {
      return V && llvm::any_of(Out, [&](const Expr *E) { return variableIn(E) == V; });
    };
    for (const auto &[List, Next] : heads)
      if (const Expr *First = linkOf(Next))
        if ((headIn(First) == List ||
             (IsOut(variableIn(First)) && ComesFrom(sources({First}), List))) &&
            ComesFrom(Out, List) &&
            // What is handed out and linked in as well, others may find.
            llvm::none_of(heads, [&, &List = List](const auto &Each) {
              return Each.first == List && IsOut(variableIn(Each.second));
            }))
          return List;
    return {};
  }
  /// The parameter that becomes the first object of the list, or the function's own object.
  [[nodiscard]] std::optional<Slot> putsInto(const Head &List, const FunctionDecl &F) const {
    for (const auto &[To, First] : heads)
      if (To == List)
        for (const Expr *E : sources({First})) {
          if (isa<CXXThisExpr>(E))
            return Slot::self();
          const auto *D = dyn_cast<DeclRefExpr>(E);
          const auto *P = D ? dyn_cast<ParmVarDecl>(D->getDecl()) : nullptr;
          if (P && P->getDeclContext() == &F)
            return Slot::param(P->getFunctionScopeIndex());
        }
    return std::nullopt;
  }

private:
  /// Where these may come from, through the variables of the function.
  [[nodiscard]] llvm::SmallVector<const Expr *, 4> sources(llvm::ArrayRef<const Expr *> Of) const {
    llvm::SmallVector<const Expr *, 4> Out;
    llvm::SmallVector<const Expr *, 4> Work(Of);
    llvm::SmallPtrSet<const VarDecl *, 4> Seen;
    while (!Work.empty()) {
      const Expr *E = valueOf(Work.pop_back_val());
      if (const auto *Either = dyn_cast<ConditionalOperator>(E)) {
        Work.push_back(Either->getTrueExpr());
        Work.push_back(Either->getFalseExpr());
        continue;
      }
      Out.push_back(E);
      if (const VarDecl *V = variableIn(E); V && Seen.insert(V).second)
        for (const auto &[To, From] : copies)
          if (To == V)
            Work.push_back(From);
    }
    return Out;
  }

  std::vector<std::pair<const VarDecl *, const Expr *>> copies;
  std::vector<std::pair<Head, const Expr *>> heads;
  std::vector<const Expr *> returned;
};

/// Do bodies open a session into a field of these objects? `SQLAllocHandle(..., &entry->con)`.
class Opens : public RecursiveASTVisitor<Opens> {
public:
  Opens(Catalog &C, const RecordDecl &Element) : C(C), Element(Element) {}

  [[nodiscard]] bool found() const {
    return InField || llvm::any_of(Stored, [&](const VarDecl *V) { return Opened.contains(V); });
  }

  bool VisitCallExpr(CallExpr *E) {
    const Effects *F = C.declared(E->getDirectCallee());
    if (F && isTheCase(*F, *E, C.context()))
      for (const Acquire &A : F->acquires)
        if (A.to.kind == Slot::Param && A.to.index < E->getNumArgs())
          opened(E->getArg(A.to.index));
    return true;
  }
  bool VisitVarDecl(VarDecl *V) {
    if (V->getInit() && opensAndReturns(V->getInit()))
      Opened.insert(V);
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *E) {
    if (E->getOpcode() != BO_Assign)
      return true;
    if (opensAndReturns(E->getRHS()))
      opened(E->getLHS());
    const auto *D = dyn_cast<DeclRefExpr>(strip(E->getRHS()));
    if (const auto *V = D ? dyn_cast<VarDecl>(D->getDecl()) : nullptr; V && isField(E->getLHS()))
      Stored.push_back(V);
    return true;
  }

private:
  bool opensAndReturns(const Expr *E) {
    const auto *Call = dyn_cast<CallExpr>(strip(E));
    const Effects *F = Call ? C.declared(Call->getDirectCallee()) : nullptr;
    return F && isTheCase(*F, *Call, C.context()) &&
           llvm::any_of(F->acquires, [](const Acquire &A) { return A.to == Slot::result(); });
  }
  void opened(const Expr *E) {
    E = strip(E);
    if (const auto *U = dyn_cast<UnaryOperator>(E); U && U->getOpcode() == UO_AddrOf)
      E = strip(U->getSubExpr());
    InField |= isField(E);
    if (const auto *D = dyn_cast<DeclRefExpr>(E))
      if (const auto *V = dyn_cast<VarDecl>(D->getDecl()))
        Opened.insert(V);
  }
  [[nodiscard]] bool isField(const Expr *E) const {
    const auto *M = dyn_cast<MemberExpr>(strip(E));
    const auto *Field = M ? dyn_cast<FieldDecl>(M->getMemberDecl()) : nullptr;
    return Field && Field->getParent()->getCanonicalDecl() == &Element;
  }

  Catalog &C;
  const RecordDecl &Element;
  bool InField = false;
  llvm::SmallPtrSet<const VarDecl *, 4> Opened;
  llvm::SmallVector<const VarDecl *, 4> Stored; ///< in such a field
};

struct Pool {
  Head list;
  const RecordDecl *element = nullptr;
  std::vector<const FunctionDecl *> takers;
  std::vector<std::pair<const FunctionDecl *, Slot>> givers;
};

} // namespace

/// Can only what is here change where the list begins?
bool Inference::staysHere(const ValueDecl &Owner) const {
  if (const auto *V = dyn_cast<VarDecl>(&Owner); V && !V->isExternallyVisible())
    return true;
  if (const auto *R = dyn_cast<CXXRecordDecl>(Owner.getDeclContext()); R && isSealed(Owner, *R))
    return true;
  const SourceManager &SM = C.context().getSourceManager();
  return isa<FieldDecl>(Owner) && SM.isInMainFile(SM.getExpansionLoc(Owner.getLocation()));
}

/// Is there a session in these objects, by the types of their fields or by what is opened there?
bool Inference::holdsSession(const RecordDecl &Element,
                             const std::vector<const FunctionDecl *> &All) {
  const RecordDecl *Def = Element.getDefinition();
  if (!Def || !isUserCode(*Def))
    return false;
  if (llvm::any_of(Def->fields(), [&](const FieldDecl *F) {
        return isSessionLike(C.carrierOf(F->getType()).role()) || C.sessionCore(F->getType(), 1);
      }))
    return true;
  Opens Any(C, Element);
  for (const FunctionDecl *F : All)
    if (const FunctionDecl *Defined = nullptr; !Any.found() && F->hasBody(Defined))
      Any.TraverseStmt(Defined->getBody());
  return Any.found();
}

/// Pools that link their objects into a list, over all functions of the unit.
void Inference::inferLists(const std::vector<const FunctionDecl *> &All) {
  auto BodyOf = [](const FunctionDecl *F) -> const FunctionDecl * {
    const FunctionDecl *Defined = nullptr;
    return F->hasBody(Defined) && !F->isDependentContext() &&
                   !isa<CXXConstructorDecl, CXXDestructorDecl>(F)
               ? Defined
               : nullptr;
  };
  std::vector<Pool> Pools;
  for (const FunctionDecl *F : All) {
    const RecordDecl *Element = pointee(F->getReturnType());
    const FunctionDecl *Defined = Element ? BodyOf(F) : nullptr;
    if (!Defined || C.declared(F) || C.carrierOf(F->getReturnType()).role() != Role::None)
      continue;
    const Head List = Links(Defined->getBody()).takesFrom();
    if (List.empty() || pointee(List.back()->getType()) != Element || !holdsSession(*Element, All))
      continue;
    auto Known = llvm::find_if(Pools, [&](const Pool &P) { return P.list == List; });
    if (Known == Pools.end())
      Known = Pools.insert(Known, {List, Element, {}, {}});
    Known->takers.push_back(F);
  }
  if (Pools.empty())
    return;
  for (const FunctionDecl *F : All)
    if (const FunctionDecl *Defined = BodyOf(F)) {
      const Links Of(Defined->getBody());
      for (Pool &P : Pools)
        if (const std::optional<Slot> What = Of.putsInto(P.list, *Defined);
            What && !llvm::is_contained(P.takers, F))
          P.givers.emplace_back(F, *What);
    }
  for (const Pool &P : Pools) {
    if (P.givers.empty())
      continue;
    const bool Travels = staysHere(*P.list.front());
    auto Set = [&](const FunctionDecl *F, Effects E) {
      E.borrowsArguments = true;
      E.origin = "shape: list " + P.element->getNameAsString();
      C.PoolFunctions[F->getCanonicalDecl()] = Travels;
      setEffects(F, std::move(E));
    };
    std::string Why = "hands out and takes back " + P.element->getNameAsString() + "; " +
                      P.list.back()->getNameAsString() + " is the first that is in";
    for (const FunctionDecl *F : P.takers) {
      Effects E;
      E.acquires.push_back(makeAcquire(F, std::nullopt, false));
      const auto *M = dyn_cast<CXXMethodDecl>(F);
      if (M && M->isStatic())
        E.acquires.back().from.reset();
      Set(F, std::move(E));
      if (!M || M->getParent()->getCanonicalDecl() == P.element ||
          C.traitsOf(M->getParent()).role != Role::None) {
        recognised("pool", *F, Why);
        continue;
      }
      TypeTraits Of;
      Of.role = Role::Pool;
      Of.origin = "shape";
      Of.reason = Why;
      recognised("pool", *M->getParent(), Why);
      setTraits(M->getParent(), Of);
    }
    for (const auto &[F, What] : P.givers) {
      Effects E;
      E.releases.push_back(What);
      Set(F, std::move(E));
    }
  }
}

} // namespace leasehold
