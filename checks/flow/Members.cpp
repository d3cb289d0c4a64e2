//===- Members.cpp - sessions that classes keep ---------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "flow/Walker.h"
#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/DenseMap.h"

using namespace clang;

namespace leasehold {

std::vector<Event> clientMembers(Catalog &C, const CXXRecordDecl &R) {
  std::vector<Event> Events;
  if (!C.servesOneClient(&R))
    return Events;
  for (const FieldDecl *F : R.fields()) {
    Carrier K = C.carrierOf(F->getType());
    // A class of the program's own that opens a session and closes it with itself.
    const CXXRecordDecl *Own = F->getType()->getAsCXXRecordDecl();
    bool Opens = Own && K.role() == Role::None && Own->hasDefinition() && isUserCode(*Own) &&
                 Own->getDefinition()->hasUserDeclaredDestructor() &&
                 C.sessionCore(F->getType(), 1);
    // What may be empty (pointers, shared or optional) is reported where it is filled.
    bool Holds =
        isSessionLike(K.role()) && !K.indirect && K.wrapper == Wrapper::None &&
        (K.traits->opens != Construction::Nothing || K.traits->onDestroy == OnDestroy::Release);
    if (!Opens && !Holds)
      continue;
    Event E;
    E.kind = Event::InConnection;
    E.at = F->getLocation();
    E.name = F->getNameAsString();
    E.detail = R.getNameAsString();
    Events.push_back(std::move(E));
  }
  return Events;
}

namespace {

bool namesField(const Stmt *S, llvm::StringRef Field) {
  if (!S)
    return false;
  if (const auto *M = dyn_cast<MemberExpr>(S))
    if (const auto *F = dyn_cast<FieldDecl>(M->getMemberDecl()); F && F->getName() == Field)
      return true;
  return llvm::any_of(S->children(), [&](const Stmt *Each) { return namesField(Each, Field); });
}

/// Does the destructor leave alone what the field holds, and call nothing on the object that is
/// not known? Overwriting it unseen is leaving it alone, too.
bool leavesAlone(const CXXDestructorDecl &D, llvm::StringRef Field,
                 const std::set<std::string> *LookedAt) {
  if (namesField(D.getBody(), Field) && (!LookedAt || LookedAt->contains(Field.str())))
    return false;
  const Body B(D);
  return llvm::none_of(B.calls, [](const CallSite &S) {
    const auto *M = dyn_cast<CXXMemberCallExpr>(S.expr);
    return M && isa<CXXThisExpr>(strip(M->getImplicitObjectArgument()));
  });
}

/// Does anything but the constructors and the destructor mention the field? A number in a field is
/// not followed through the other methods.
bool methodsName(const CXXRecordDecl &R, llvm::StringRef Field) {
  return llvm::any_of(R.methods(), [&](const CXXMethodDecl *M) {
    const FunctionDecl *Defined = nullptr;
    return !isa<CXXConstructorDecl, CXXDestructorDecl>(M) && M->isDefined(Defined) &&
           namesField(Defined->getBody(), Field);
  });
}

/// All that can touch the private field: is it visible, and does none of it give it back?
bool nobodyReleases(Catalog &C, const CXXRecordDecl &R, llvm::StringRef Field) {
  for (const Decl *D : R.decls()) {
    if (isa<FriendDecl, FunctionTemplateDecl>(D))
      return false;
    const auto *M = dyn_cast<CXXMethodDecl>(D);
    if (!M || M->isImplicit() || M->isDefaulted() || M->isDeleted() || M->isPureVirtual())
      continue;
    const Effects *E = M->isDefined() ? C.summary(M) : nullptr;
    if (!E)
      return false;
    auto IsField = [&](const Slot &S) {
      return S.kind == Slot::This && (S.path.empty() || S.path.front() == Field);
    };
    if (llvm::any_of(E->releases, IsField) || llvm::any_of(E->mayRelease, IsField))
      return false;
  }
  return true;
}

} // namespace

bool partOfConstruction(const CXXMethodDecl &M) {
  auto Before = [](const CXXMethodDecl &Of) {
    const auto *Ctor = dyn_cast<CXXConstructorDecl>(&Of);
    return Ctor && !Ctor->isDelegatingConstructor();
  };
  if (Before(M))
    return true;
  // Who calls a method on the same object, outside of any try.
  llvm::DenseMap<const FunctionDecl *, llvm::SmallVector<const CXXMethodDecl *, 2>> Callers;
  for (const CXXMethodDecl *Each : M.getParent()->methods()) {
    const FunctionDecl *Defined = nullptr;
    if (Each->isImplicit() || !Each->hasBody(Defined) || isa<CXXTryStmt>(Defined->getBody()))
      continue;
    const Body B(*Defined);
    for (const CallSite &S : B.calls)
      if (const auto *K = dyn_cast<CXXMemberCallExpr>(S.expr);
          K && S.callee && isa<CXXThisExpr>(strip(K->getImplicitObjectArgument())) &&
          !B.tryOf(S.expr))
        Callers[S.callee->getCanonicalDecl()].push_back(Each);
  }
  llvm::SmallVector<const CXXMethodDecl *, 8> Found{&M};
  for (size_t I = 0; I < Found.size(); ++I)
    for (const CXXMethodDecl *Caller : Callers.lookup(Found[I]->getCanonicalDecl())) {
      if (Before(*Caller))
        return true;
      if (!llvm::is_contained(Found, Caller))
        Found.push_back(Caller);
    }
  return false;
}

std::vector<Event> unclosedMembers(Catalog &C, const CXXRecordDecl &R,
                                   llvm::ArrayRef<StoredMember> Stored,
                                   const std::set<std::string> *LookedAt) {
  std::vector<Event> Events;
  const CXXDestructorDecl *Destructor = R.getDestructor();
  // Without a destructor of its own, the class is not what closes.
  if (!Destructor || !Destructor->isUserProvided() || !Destructor->isDefined() || isSingleton(R))
    return Events;
  const FunctionDecl *Defined = nullptr;
  Destructor->isDefined(Defined);
  Destructor = cast<CXXDestructorDecl>(Defined);
  std::set<std::string> Seen;
  for (const StoredMember &S : Stored) {
    auto Field = llvm::find_if(R.fields(), [&](const FieldDecl *F) {
      return F->getDeclName().isIdentifier() && F->getName() == S.field;
    });
    if (Field == R.field_end() || !((*Field)->getType()->isPointerType() || S.lease.number()) ||
        (*Field)->getAccess() != AS_private || !Seen.insert(S.field).second)
      continue;
    if (!leavesAlone(*Destructor, S.field, LookedAt) || !nobodyReleases(C, R, S.field) ||
        (S.lease.number() && methodsName(R, S.field)))
      continue;
    Event E;
    E.kind = Event::MemberLeak;
    E.at = S.lease.at;
    E.lease = &S.lease;
    E.name = R.getNameAsString();
    E.detail = S.field;
    E.exitAt = Destructor->getLocation();
    Events.push_back(std::move(E));
  }
  return Events;
}

} // namespace leasehold
