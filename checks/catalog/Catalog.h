//===- Catalog.h - everything known about a program's names ----*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Answers two questions for one translation unit: what does calling this
// function do (Effects), and what is this class (TypeTraits). Order of trust:
// annotation, the user's models, shipped models, summary of a visible body,
// facts of other units, shape. Not thread safe; one per translation unit.
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_CATALOG_CATALOG_H
#define LEASEHOLD_CATALOG_CATALOG_H

#include "catalog/Effects.h"
#include "catalog/Model.h"
#include "catalog/Names.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include <functional>
#include <memory>

namespace leasehold {

/// A type seen as something that carries a session.
struct Carrier {
  const TypeTraits *traits = nullptr; ///< of the session, guard, transaction... inside; null: none
  const clang::RecordDecl *record = nullptr; ///< no class in C
  Wrapper wrapper = Wrapper::None;           ///< outermost smart pointer or optional
  bool indirect = false;                     ///< through a pointer or a reference
  [[nodiscard]] Role role() const { return traits ? traits->role : Role::None; }
};

/// Something recognised by its shape, for `leasehold models`.
struct Recognised {
  std::string what; ///< pool, guard, thread pool, scope guard, session
  std::string name;
  clang::SourceLocation where;
  std::string reason;
};

class Catalog {
public:
  Catalog(clang::ASTContext &Context, const ModelSet &Models);
  ~Catalog();

  /// What calling `F` does. `Receiver` is the static type of the object (may be null).
  /// Never null for a function that is modelled, annotated, summarised or recognised.
  const Effects *effectsOf(const clang::FunctionDecl *F, clang::QualType Receiver = {});
  /// As above, without the summary of the body: what is said of the function rather than seen.
  const Effects *declared(const clang::FunctionDecl *F, clang::QualType Receiver = {});
  /// The summary of a body, computed by flow; replaces an older one.
  void setSummary(const clang::FunctionDecl *F, Effects E);
  const Effects *summary(const clang::FunctionDecl *F) const;
  /// A visible overrider's summary, joined into what a call of the overridden method may do.
  void joinOverrider(const clang::CXXMethodDecl *Overridden, const Effects &E);
  /// Facts of other units, looked up when no body is visible.
  std::function<const Effects *(const clang::FunctionDecl *)> facts;
  /// What a variable of the program always holds.
  std::function<std::optional<int64_t>(const clang::VarDecl *)> constants;

  /// What a class is: annotation, model (its own or a base's), or shape.
  const TypeTraits &traitsOf(const clang::CXXRecordDecl *R);
  /// Looks through references, pointers, smart pointers and optional.
  Carrier carrierOf(clang::QualType T);
  /// A class that is, owns or derives from a WebSocket or a per-client socket.
  bool servesOneClient(const clang::CXXRecordDecl *R);
  /// The record that makes a type session-like, through user classes that hold one; null: none.
  const clang::CXXRecordDecl *sessionCore(clang::QualType T, unsigned Depth = 0);

  /// Does this field say that a slot of a pool is out?
  [[nodiscard]] bool isFlag(const clang::FieldDecl *F) const { return Flags.contains(F); }
  /// Is there a pool of slots with flags at all?
  [[nodiscard]] bool hasSlots() const { return !Flags.empty(); }
  /// Is an object of this class one of a pool's slots, with such a flag?
  [[nodiscard]] bool isSlot(const clang::CXXRecordDecl *R) const {
    return R && llvm::any_of(Flags, [&](const clang::FieldDecl *F) {
             return F->getParent()->getCanonicalDecl() == R->getCanonicalDecl();
           });
  }
  /// Does this function take from a pool or give back, by what its body does to a slot's flag or to
  /// the list of what is in?
  [[nodiscard]] bool handlesPool(const clang::FunctionDecl *F) const {
    return PoolFunctions.contains(F->getCanonicalDecl());
  }
  /// ... and may other units rely on it? Those who do not see the flag do not see it cleared.
  [[nodiscard]] bool poolTravels(const clang::FunctionDecl *F) const {
    return PoolFunctions.lookup(F->getCanonicalDecl());
  }
  [[nodiscard]] const std::vector<Recognised> &recognised() const { return Shapes; }
  [[nodiscard]] clang::ASTContext &context() const { return Context; }
  [[nodiscard]] const ModelSet &models() const { return Models; }

private:
  friend class Inference;
  const Effects *modelOf(const clang::FunctionDecl *F, clang::QualType Receiver);
  const Effects *annotationOf(const clang::FunctionDecl *F);
  bool refersToAnother(clang::QualType T);
  [[nodiscard]] bool isNamesake(const clang::CXXRecordDecl &Def, const TypeModel &Of) const;
  const TypeTraits *traitsInC(const clang::RecordDecl *R);
  std::optional<TypeTraits> annotatedTraits(const clang::CXXRecordDecl *R);

  clang::ASTContext &Context;
  const ModelSet &Models;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<Effects>> Annotated;
  llvm::DenseMap<const clang::FunctionDecl *, llvm::SmallVector<const FunctionModel *, 2>> Modelled;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<Effects>> Summaries;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<Effects>> Overriders;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<Effects>> Inferred;
  llvm::DenseMap<const clang::CXXRecordDecl *, std::unique_ptr<TypeTraits>> Traits;
  llvm::DenseMap<const clang::RecordDecl *, const TypeTraits *> CTraits;
  llvm::DenseMap<const clang::CXXRecordDecl *, const clang::CXXRecordDecl *> Cores;
  llvm::DenseSet<const clang::FieldDecl *> Flags; ///< of slots
  llvm::DenseMap<const clang::FunctionDecl *, bool> PoolFunctions;
  std::vector<Recognised> Shapes;
};

/// Recognises hand-written pools, guards, thread pools and scope guards by the shape of
/// their classes, and records what they do in the catalog.
void inferShapes(Catalog &C);

} // namespace leasehold

#endif // LEASEHOLD_CATALOG_CATALOG_H
