//===- Globs.h - lists of names with wildcards ------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_CATALOG_GLOBS_H
#define LEASEHOLD_CATALOG_GLOBS_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace leasehold {

/// `*Repository, *Dao` as its parts.
inline std::vector<std::string> splitGlobs(llvm::StringRef List) {
  llvm::SmallVector<llvm::StringRef, 8> Parts;
  List.split(Parts, ',');
  std::vector<std::string> Result;
  for (llvm::StringRef Part : Parts)
    if (!Part.trim().empty())
      Result.push_back(Part.trim().str());
  return Result;
}

/// A comma-separated list as clang-tidy understands it: `*` stands for anything, a leading `-`
/// takes away, and the last pattern that matches a name decides.
class Globs {
public:
  struct Pattern {
    std::string text; ///< without the `-`
    bool positive = true;
  };

  explicit Globs(llvm::StringRef List) {
    for (llvm::StringRef Part : splitGlobs(List)) {
      bool Negative = Part.consume_front("-");
      Patterns.push_back({Part.trim().str(), !Negative});
    }
  }

  [[nodiscard]] bool contains(llvm::StringRef Name) const {
    for (size_t I = Patterns.size(); I-- > 0;)
      if (matches(Patterns[I].text, Name))
        return Patterns[I].positive;
    return false;
  }

  [[nodiscard]] const std::vector<Pattern> &patterns() const { return Patterns; }

  static bool matches(llvm::StringRef Pattern, llvm::StringRef Name) {
    // The place to return to when the text after the last `*` does not match here.
    size_t P = 0;
    size_t N = 0;
    size_t Star = llvm::StringRef::npos;
    size_t Retry = 0;
    while (N < Name.size()) {
      if (P < Pattern.size() && Pattern[P] == '*') {
        Star = P++;
        Retry = N;
      } else if (P < Pattern.size() && Pattern[P] == Name[N]) {
        ++P;
        ++N;
      } else if (Star != llvm::StringRef::npos) {
        P = Star + 1;
        N = ++Retry;
      } else {
        return false;
      }
    }
    return Pattern.drop_front(P).find_first_not_of('*') == llvm::StringRef::npos;
  }

private:
  std::vector<Pattern> Patterns;
};

} // namespace leasehold

#endif // LEASEHOLD_CATALOG_GLOBS_H
