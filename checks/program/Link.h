//===- Link.h - joins what the units say of their functions -----*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// "Blocks" and "throws" climb the calls of functions that no lease concerns here, without
// their units being parsed again. A unit is due once more only for what its leases meet.
//
// Made for programs of a million functions: names and effects are numbers, and what most
// functions do is the same.
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_PROGRAM_LINK_H
#define LEASEHOLD_PROGRAM_LINK_H

#include "program/Record.h"
#include <deque>

namespace leasehold {

/// Not thread safe, but for find() between two joins.
class Link : public FactSource {
public:
  /// What this unit says, instead of what it said before. Units are numbered from 0.
  void set(unsigned Unit, const Record &Says);
  /// Joins anew; the result does not depend on the order of the units. Two that say different
  /// things about one name belong to different programs: then nothing is known of it.
  void join();
  [[nodiscard]] const FunctionFact *find(llvm::StringRef Usr) const override;
  /// What is known, by USR.
  [[nodiscard]] std::vector<std::pair<llvm::StringRef, const FunctionFact *>> all() const;

private:
  using Id = uint32_t; ///< of a string, or of a fact
  struct Call {
    Id caller, callee, file, text;
    uint32_t line, column;
    bool inLoop, guarded;
    friend auto operator<=>(const Call &, const Call &) = default;
  };
  struct Unit {
    std::vector<std::pair<Id, Id>> says; ///< function, fact
    std::vector<Call> calls;
  };

  Id number(llvm::StringRef Text);
  Id intern(const std::string &Encoded);
  Id intern(FunctionFact F, const std::string &Encoded);
  [[nodiscard]] bool before(const Call &A, const Call &B) const;
  void climb();

  llvm::StringMap<Id> Numbers;
  std::vector<llvm::StringRef> Strings; ///< by number; the keys of Numbers
  std::deque<FunctionFact> Known;       ///< by number; the first is none
  llvm::StringMap<Id> Encodings;
  std::vector<Unit> Units;
  std::vector<Id> Of; ///< by a function's number: its fact; 0: none
};

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_LINK_H
