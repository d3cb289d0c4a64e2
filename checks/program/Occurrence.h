//===- Occurrence.h - does a model speak of anything here? ------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_PROGRAM_OCCURRENCE_H
#define LEASEHOLD_PROGRAM_OCCURRENCE_H

#include "catalog/Model.h"
#include "clang/AST/ASTContext.h"
#include "llvm/ADT/StringSet.h"
#include <map>
#include <optional>
#include <set>
#include <string>

namespace leasehold {

/// A user's model entry, by file and pointer.
struct ModelEntry {
  std::string file, pointer;
  friend auto operator<=>(const ModelEntry &, const ModelEntry &) = default;
};

/// The names that the user's models look for, part by part; nothing when they cannot be told (a
/// pattern, an operator).
std::optional<llvm::StringSet<>> namesIn(const ModelSet &Models);

/// Which of the user's models name something that a program declares.
class Occurrences {
public:
  /// Looks up the models' names in a translation unit.
  void look(clang::ASTContext &Context, const ModelSet &Models);
  void merge(const Occurrences &Other);
  /// The entries that name nothing, each with what to do about it.
  [[nodiscard]] std::vector<ModelError> missing(const ModelSet &Models) const;

  [[nodiscard]] const std::set<ModelEntry> &found() const { return Found; }
  [[nodiscard]] const std::map<ModelEntry, std::string> &hints() const { return Hints; }
  void add(ModelEntry Entry) { Found.insert(std::move(Entry)); }
  void hint(ModelEntry Entry, std::string Text) {
    Hints.try_emplace(std::move(Entry), std::move(Text));
  }

private:
  std::set<ModelEntry> Found;
  std::map<ModelEntry, std::string> Hints;
};

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_OCCURRENCE_H
