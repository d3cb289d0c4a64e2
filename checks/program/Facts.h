//===- Facts.h - what one translation unit tells the others -----*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_PROGRAM_FACTS_H
#define LEASEHOLD_PROGRAM_FACTS_H

#include "catalog/Effects.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include <string>

namespace leasehold {

/// Effects of functions with external linkage, and constants of variables, by USR. Not thread safe
/// while written.
using Facts = llvm::StringMap<Effects>;

/// How much a unit must learn of a function, before it is worth analysing the unit once more.
enum class Interest : uint8_t {
  Leases,  ///< that it concerns leases at all: its callers here do not
  Effects, ///< that it blocks, throws or the like: a caller here may hold a lease
  Any      ///< anything, even that it does nothing: a lease is passed to it
};

/// How much of the effects is written down.
enum class Detail : uint8_t {
  Full,    ///< all that travels between translation units
  Meaning, ///< without the witnesses: two bodies that do the same are equal
};

/// What another translation unit can use: nothing of the variables of one function's body, and no
/// source locations.
Effects exported(Effects E);

/// The effects as JSON: the same text for the same effects, wherever they were exported.
std::string encode(const Effects &E, Detail D = Detail::Full);

/// What a call passes of pools, in the caller's terms.
struct Passed {
  PoolId object;                                  ///< that the method is called on
  std::vector<std::pair<unsigned, PoolId>> pools; ///< among the arguments, by index
};
std::string encode(const Passed &P);
std::optional<Passed> decodePassed(llvm::StringRef Json);

/// What encode() wrote in full; nothing when it is anything else.
std::optional<Effects> decode(llvm::StringRef Json);

/// A short name for a text: 64 bits that are the same in every run and on every machine.
uint64_t digest(llvm::StringRef Text);

/// What is known of one function.
struct FunctionFact {
  Effects effects;
  uint64_t full = 0;              ///< the digest of all of it; 0: nothing is known
  uint64_t meaning = 0;           ///< the same without the witnesses
  Interest worth = Interest::Any; ///< from which interest on it is worth another look
};

FunctionFact makeFact(Effects E);

/// Where an analysis finds what other translation units said. Thread safe.
class FactSource {
public:
  FactSource() = default;
  FactSource(const FactSource &) = delete;
  FactSource &operator=(const FactSource &) = delete;
  virtual ~FactSource() = default;
  /// By USR; null: nothing is known. Lives as long as this does.
  [[nodiscard]] virtual const FunctionFact *find(llvm::StringRef Usr) const = 0;
};

/// Facts in memory.
class FactTable : public FactSource {
public:
  explicit FactTable(const Facts &All) {
    for (const auto &Each : All)
      Table.try_emplace(Each.first(), makeFact(Each.second));
  }
  [[nodiscard]] const FunctionFact *find(llvm::StringRef Usr) const override {
    auto It = Table.find(Usr);
    return It == Table.end() ? nullptr : &It->second;
  }

private:
  llvm::StringMap<FunctionFact> Table;
};

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_FACTS_H
