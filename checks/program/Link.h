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
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_PROGRAM_LINK_H
#define LEASEHOLD_PROGRAM_LINK_H

#include "program/Analysis.h"
#include "llvm/ADT/StringSet.h"

namespace leasehold {

/// What one unit says and asks, as its analysis left it.
struct UnitFacts {
  Facts facts;
  llvm::StringMap<Interest> wanted;
  llvm::StringMap<std::vector<Call>> calls;
};

/// Not thread safe.
class Link {
public:
  /// Joins anew. Two units that say different things about one name belong to different
  /// programs: then nothing is known of it.
  void merge(const std::vector<const UnitFacts *> &Units);
  /// Did the last merge change something that this unit wants to know?
  [[nodiscard]] bool concerns(const UnitFacts &Unit) const;
  [[nodiscard]] const Facts &facts() const { return All; }

private:
  /// The names of those that say more now.
  llvm::StringSet<> climb(const std::vector<const UnitFacts *> &Units);

  Facts All;
  llvm::StringMap<std::string> Meanings;
  llvm::StringMap<Interest> Changed; ///< and the least interest that this change is worth
};

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_LINK_H
