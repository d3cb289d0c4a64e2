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

#include "flow/Event.h"
#include "flow/Fields.h"
#include "llvm/ADT/StringMap.h"

namespace leasehold {

/// `session` is opened only while `flag` is clear, and only who opens it sets the flag.
struct OpenFlag {
  const clang::FieldDecl *session = nullptr;
  const clang::FieldDecl *flag = nullptr;
  /// Nothing closes it while the flag is clear; else: who opens it comes again.
  bool closes = false;
};

/// The flags of a unit. A field that is not seen whole, since other units can touch it, has none.
class OpenFlags {
public:
  /// `In` must outlive this.
  OpenFlags(Catalog &C, const Unit &In);

  /// Those of the session that `F` opens in a field of this name; at most eight.
  [[nodiscard]] llvm::ArrayRef<OpenFlag> of(const clang::FunctionDecl &F,
                                            llvm::StringRef Session) const;
  /// Does the call of this function set the flag, or may it?
  [[nodiscard]] bool sets(const clang::FunctionDecl *F, const OpenFlag &Flag) const;
  /// Where a flag is cleared although the session is open and stays so.
  [[nodiscard]] const std::vector<Event> &clearedWhileOpen() const { return Cleared; }

private:
  struct Changes;
  void examine(const clang::FieldDecl *Field);
  void judge(const FieldSession &S, const clang::FieldDecl *Flag);
  [[nodiscard]] bool comesAgain(const FieldSession &S) const;
  void cleared(const FieldSession &S, const Unit::Function &At, const FieldUses &U,
               const Changes &Of, const FunctionSet &Changing, bool Closes);

  Catalog &C;
  const Unit &In;
  /// By who opens the session, and the name of its field.
  llvm::DenseMap<const clang::FunctionDecl *, llvm::StringMap<llvm::SmallVector<OpenFlag, 1>>>
      Flags;
  llvm::DenseMap<const clang::FieldDecl *, FunctionSet> Setters;
  std::vector<Event> Cleared;
};

} // namespace leasehold

#endif // LEASEHOLD_FLOW_OPENFLAGS_H
