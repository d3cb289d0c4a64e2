//===- Baseline.h - findings that are known already ----------- -*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// A baseline is a JSON file with the fingerprints of findings that are not to be reported any more:
// an old program's, when a check is new to it. It is kept in version control.
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TOOL_BASELINE_H
#define LEASEHOLD_TOOL_BASELINE_H

#include "output/Report.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace leasehold {

class Baseline {
public:
  /// What people see of a finding in the file.
  struct Entry {
    std::string check, file, function, message;
    Level level = Level::Risk;
  };

  /// Nothing when the file cannot be used; `Problem` says why and what to do.
  static std::optional<Baseline> read(const std::string &Path, std::string &Problem);
  /// All findings of the report.
  static Baseline of(const Report &R);

  /// Takes what is known out of the report. How many.
  size_t takeOut(Report &R);
  /// Forgets the entries that were not taken out of a report, if `Looked` says of them that they
  /// would have been found. How many.
  size_t prune(llvm::function_ref<bool(const Entry &)> Looked);

  /// What went wrong.
  [[nodiscard]] std::optional<std::string> write(const std::string &Path) const;

private:
  struct Known : Entry {
    bool used = false;
  };
  std::map<std::string, Known> Entries; ///< by fingerprint
};

} // namespace leasehold

#endif // LEASEHOLD_TOOL_BASELINE_H
