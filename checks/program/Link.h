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
// Made for programs of a million functions: names and effects are numbers, what most functions do
// is the same, and what climbs is a way to go, written out for those only who ask.
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_PROGRAM_LINK_H
#define LEASEHOLD_PROGRAM_LINK_H

#include "program/Record.h"
#include "llvm/ADT/DenseMap.h"
#include <memory>
#include <mutex>

namespace leasehold {

/// Not thread safe, but for find() between two joins.
class Link : public FactSource {
public:
  /// What this unit says, instead of what it said before. Units are numbered from 0.
  void set(unsigned Unit, const Record &Says);
  /// Joins anew; the result does not depend on the order of the units. Two that say different
  /// things about one name belong to different programs: then nothing is known of it. What find()
  /// returned before is gone.
  void join();
  [[nodiscard]] const FunctionFact *find(llvm::StringRef Usr) const override;
  /// All that is known, one line each, in the order of the USRs: what ProgramFacts reads.
  [[nodiscard]] std::string text() const;

private:
  using Id = uint32_t; ///< of a string, or of what is known
  struct Call {
    Id caller, callee, file, text, passed;
    uint32_t line, column;
    bool inLoop, guarded;
  };
  struct Unit {
    std::vector<std::pair<Id, Id>> says; ///< function, what is known
    std::vector<Call> calls;
  };
  /// What a function says itself.
  struct Own {
    llvm::StringRef encoded;
    bool blocks = false; ///< in a way that climbs
    bool blocksAnyhow = false;
    bool onlyInLoop = false;
    bool throws = false;
    std::vector<Takes> takes;     ///< without their chains
    mutable uint64_t meaning = 0; ///< 0: nobody has asked yet
  };
  struct Take {
    PoolId pool;
    bool lends = false;
    const Call *by = nullptr;
    unsigned of = 0; ///< which of those of the callee
  };
  /// What it says because of what it calls.
  struct Gained {
    const Call *inLoop = nullptr; ///< blocks when called in a loop
    const Call *always = nullptr; ///< blocks
    bool alwaysByLoop = false;    ///< since that is called in a loop, and blocks in one
    const Call *throws = nullptr;
    std::vector<Take> takes;
  };
  /// How far it is known that a function blocks.
  enum class Blocks : uint8_t { No, InLoop, Always };

  Id number(llvm::StringRef Text);
  Id intern(const std::string &Encoded);
  [[nodiscard]] uint64_t meaningOf(const Own &O) const;
  [[nodiscard]] const Gained *gained(Id Function) const;
  [[nodiscard]] Blocks blocks(Id Function) const;
  [[nodiscard]] bool throws(Id Function) const;
  [[nodiscard]] bool before(const Call &A, const Call &B) const;
  [[nodiscard]] Step stepOf(const Call &C) const;
  [[nodiscard]] Blocking blockingOf(Id Function, bool Always, unsigned Depth) const;
  [[nodiscard]] Effects effectsOf(Id Function) const;
  [[nodiscard]] std::vector<Takes> takes(Id Function) const;
  [[nodiscard]] bool takesAny(Id Function) const;
  [[nodiscard]] std::vector<Step> chainOf(Id Function, unsigned Take) const;
  bool gainTakes(const Call &C);
  bool gain(const Call &C);
  void climb();

  llvm::StringMap<Id> Numbers;
  std::vector<llvm::StringRef> Strings; ///< by number; the keys of Numbers
  std::vector<Own> Known{1};            ///< by number; the first is none
  llvm::StringMap<Id> Encodings;
  llvm::StringMap<Id> PassingNumbers;
  std::vector<Passed> PassedBy{1}; ///< by number; the first is nothing
  std::vector<Unit> Units;
  std::vector<Id> Of; ///< by a function's number: what it says itself; 0: nothing is known
  llvm::DenseMap<Id, Gained> More;
  mutable std::mutex Mutex; ///< of what find() has written out
  mutable llvm::DenseMap<Id, std::unique_ptr<FunctionFact>> Written;
};

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_LINK_H
