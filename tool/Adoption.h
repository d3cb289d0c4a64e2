//===- Adoption.h - which of the findings are reported -------- -*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TOOL_ADOPTION_H
#define LEASEHOLD_TOOL_ADOPTION_H

#include "Baseline.h"
#include "Commands.h"
#include "Diff.h"
#include "Program.h"
#include "program/Suppressions.h"
#include "llvm/ADT/StringSet.h"

namespace leasehold {

/// Leaves of what was found what is to be reported: by the settings of paths, the baseline, a diff.
class Adoption {
public:
  explicit Adoption(const CheckArguments &Arguments) : Arguments(Arguments) {}

  /// Before the analysis. False when something cannot be used; that has been said then.
  bool open(const std::string &Root);
  /// Takes out of the report what is not to be reported. False when the baseline could not be
  /// written, or a configuration is wrong; that has been said then.
  bool apply(Report &R, Program &P, const DriverOptions &Options);

  /// Is it no failure that this file could not be analysed?
  [[nodiscard]] bool isElsewhere(const FileResult &F) const {
    return Touched && !Touched->touches(F.file);
  }

  /// Says which NOLINT comments silence nothing. Wants `inputs`, and all levels analysed.
  void warnOfUnused(const DriverResult &Result, Program &P, const DriverOptions &Options,
                    const std::string &Root) const;

  /// What was taken out, counted in words.
  std::vector<std::string> hidden;

private:
  enum class Why : uint8_t { Shown, Check, Quiet, Test };
  Why hiddenFor(llvm::StringRef Check, Level L, llvm::StringRef File, Program &P,
                llvm::StringRef Root) const;
  bool isAnswered(const Suppression &S, llvm::StringRef File, Program &P,
                  const DriverOptions &Options, llvm::StringRef Root) const;
  bool writeBaseline(Report &R);
  bool prune(const Report &R, Program &P, const DriverOptions &Options);
  void count(size_t N, llvm::StringRef What);

  const CheckArguments &Arguments;
  llvm::StringSet<> Named; ///< files, absolute
  std::optional<Baseline> Known;
  std::optional<Diff> Changes; ///< since a revision
  std::optional<Diff> Touched; ///< the files given
};

/// A list that begins by taking away takes away from all; an empty one takes nothing away.
std::string wholeList(llvm::StringRef Checks);

} // namespace leasehold

#endif // LEASEHOLD_TOOL_ADOPTION_H
