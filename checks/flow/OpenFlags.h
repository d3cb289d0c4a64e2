//===- OpenFlags.h - what says whether a field is open ----------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// if (connected) return; db = open(); connected = true; ... if (connected) close(db);
// A session in a field, and a flag or count beside it that says whether it is open. What is left
// in the field while the flag is clear is lost: nothing closes it, and the next open overwrites it.
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_FLOW_OPENFLAGS_H
#define LEASEHOLD_FLOW_OPENFLAGS_H

#include "catalog/Catalog.h"
#include "flow/Body.h"
#include "flow/Event.h"
#include "llvm/ADT/StringMap.h"

namespace leasehold {

/// `session` is opened only while `flag` is clear, and only who opens it sets the flag.
struct OpenFlag {
  const clang::FieldDecl *session = nullptr;
  const clang::FieldDecl *flag = nullptr;
  bool closes = false; ///< nothing closes it while the flag is clear; else: who opens it comes again
};

/// The flags of a unit. A field that is not seen whole, since other units can touch it, has none.
class OpenFlags {
public:
  struct Function {
    const clang::FunctionDecl *fn;
    const Body *body;
  };
  /// `All` must outlive this.
  OpenFlags(Catalog &C, std::vector<Function> All);

  /// Those of the session that `F` opens in a field of this name; at most eight.
  [[nodiscard]] llvm::ArrayRef<OpenFlag> of(const clang::FunctionDecl &F,
                                            llvm::StringRef Session) const;
  /// Does the call of this function set the flag, or may it?
  [[nodiscard]] bool sets(const clang::FunctionDecl *F, const OpenFlag &Flag) const;
  /// Where a flag is cleared although the session is open and stays so.
  [[nodiscard]] const std::vector<Event> &clearedWhileOpen() const { return Cleared; }

private:
  struct Uses;
  struct Changes;
  struct Session;
  void examine(const clang::FieldDecl *Field, llvm::ArrayRef<const Function *> Named);
  void judge(const Session &S, const clang::FieldDecl *Flag);
  [[nodiscard]] bool comesAgain(const Session &S) const;
  void cleared(const Session &S, const Function &In, const Uses &U, const Changes &Of,
               const llvm::DenseSet<const clang::FunctionDecl *> &Changing, bool Closes);
  llvm::DenseSet<const clang::FunctionDecl *>
  callersOf(llvm::DenseSet<const clang::FunctionDecl *> Functions) const;

  Catalog &C;
  std::vector<Function> All;
  llvm::DenseMap<const clang::FieldDecl *, std::vector<const Function *>> NamedIn;
  /// By who opens the session, and the name of its field.
  llvm::DenseMap<const clang::FunctionDecl *, llvm::StringMap<llvm::SmallVector<OpenFlag, 1>>>
      Flags;
  llvm::DenseMap<const clang::FieldDecl *, llvm::DenseSet<const clang::FunctionDecl *>> Setters;
  std::vector<Event> Cleared;
};

} // namespace leasehold

#endif // LEASEHOLD_FLOW_OPENFLAGS_H
