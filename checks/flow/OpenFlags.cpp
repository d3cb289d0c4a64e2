//===- OpenFlags.cpp - what says whether a field is open ------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "flow/OpenFlags.h"
#include "catalog/Inference.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/SetVector.h"

using namespace clang;

namespace leasehold {
namespace {

/// Can nobody but this unit touch the field? Its class is the unit's own, or keeps the field to
/// methods that all have their bodies here: those that change nothing, too, since they may close
/// what it points to.
bool staysHere(const FieldDecl &Field, const SourceManager &SM) {
  const RecordDecl *R = Field.getParent();
  if (SM.isInMainFile(SM.getExpansionLoc(R->getLocation())) || R->isInAnonymousNamespace())
    return true;
  const auto *Class = dyn_cast<CXXRecordDecl>(R);
  return Class && Field.getAccess() == AS_private && isSealed(Field, *Class) &&
         llvm::none_of(Class->decls(), [](const Decl *D) {
           const auto *M = dyn_cast<CXXMethodDecl>(D);
           return isa<FunctionTemplateDecl>(D) ||
                  (M && M->isUserProvided() && !M->isPureVirtual() && !M->isDefined());
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
           llvm::all_of(
               cast<CXXConstructorDecl>(Defined)->inits(), [&](const CXXCtorInitializer *I) {
                 return !I->isAnyMemberInitializer() ||
                        I->getAnyMember()->getCanonicalDecl() != Field.getCanonicalDecl() ||
                        isClear(I->getInit(), Ctx) || isa<CXXDefaultInitExpr>(I->getInit());
               });
  });
}

} // namespace

/// What a body does to a flag.
struct OpenFlags::Changes : FieldVisitor<Changes> {
  using FieldVisitor::FieldVisitor;
  Sites sets, clears, others;
  [[nodiscard]] bool any() const { return !sets.empty() || !clears.empty() || !others.empty(); }

  bool VisitBinaryOperator(BinaryOperator *E) {
    if (!E->isAssignmentOp() || !is(E->getLHS()))
      return true;
    if (E->getOpcode() == BO_Assign && constantOf(E->getRHS(), Ctx) == 0)
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

OpenFlags::OpenFlags(Catalog &C, const Unit &In) : C(C), In(In) {
  const SourceManager &SM = C.context().getSourceManager();
  for (const auto &[Field, Named] : In.namedIn) {
    const Carrier K = C.carrierOf(Field->getType());
    const auto *Class = dyn_cast_or_null<CXXRecordDecl>(K.record);
    if (K.role() == Role::Session && K.wrapper == Wrapper::None &&
        (K.indirect || !Class || Class->isCLike()) && staysHere(*Field, SM) &&
        beginsClear(*Field, C.context()))
      examine(Field);
  }
}

void OpenFlags::examine(const FieldDecl *Field) {
  const FieldSession S(C, In, Field);
  if (!S.understood || S.opening.empty() || S.releasing.empty())
    return;
  llvm::SmallSetVector<const FieldDecl *, 4> Beside;
  for (const auto &[User, U] : S.uses)
    if (!U.opens.empty())
      for (const MemberExpr *M : User->body->members)
        if (const FieldDecl *Flag = fieldOf(M); Flag && Flag->getType()->isIntegerType() &&
                                                !Flag->getType()->isEnumeralType() &&
                                                staysHere(*Flag, C.context().getSourceManager()))
          Beside.insert(Flag);
  for (const FieldDecl *Flag : Beside)
    judge(S, Flag);
}

/// Is the flag one that says whether the session is open?
void OpenFlags::judge(const FieldSession &S, const FieldDecl *Flag) {
  if (!beginsClear(*Flag, C.context()))
    return;
  std::vector<std::pair<const Unit::Function *, Changes>> All;
  FunctionSet Setting, Changing;
  for (const Unit::Function *Each : In.namedIn.find(Flag)->second) {
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
    All.emplace_back(Each, std::move(Of));
  }
  if (Setting.empty())
    return;
  Changing = In.callersOf(std::move(Changing));
  // Where a call that opens fails, the flag stays as it is.
  FunctionSet Else;
  for (const FunctionDecl *Each : Changing)
    if (!S.opening.contains(Each))
      Else.insert(Each);
  bool Closes = true;
  for (const auto &[Each, U] : S.uses) {
    if (U.opens.empty() && U.releases.empty())
      continue;
    const CFG *Graph = In.graphOf(*Each);
    if (!Graph)
      return;
    Ways ToOpen{*Graph, C.context(), U.opens, U.releases, nullptr, &S.releasing, Flag, &Changing};
    if (ToOpen.exist(/*Set=*/true))
      return;
    Ways ToRelease{*Graph, C.context(), U.releases, U.opens, nullptr, nullptr, Flag, &Else};
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
  Setters[Flag] = In.callersOf(std::move(Setting));
  for (const auto &[Each, Of] : All)
    for (const auto &[User, U] : S.uses)
      if (User == Each && !isa<CXXConstructorDecl, CXXDestructorDecl>(Each->fn) &&
          !Of.clears.empty())
        cleared(S, *Each, U, Of, Changing, Closes);
}

/// A function of this unit alone that opens the session whenever it is called and the flag is
/// clear, and whose callers, all of them here, close nothing.
bool OpenFlags::comesAgain(const FieldSession &S) const {
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
  for (const Unit::Function &Each : In.all) {
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
void OpenFlags::cleared(const FieldSession &S, const Unit::Function &At, const FieldUses &U,
                        const Changes &Of, const FunctionSet &Changing, bool Closes) {
  const CFG *Graph = In.graphOf(At);
  for (const Stmt *Clear : Of.clears) {
    Ways There{*Graph, C.context(), {Clear}, {}, nullptr, nullptr, Of.field, &Changing};
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
