//===- Preludes.h - headers that many units share, parsed once --*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_PROGRAM_PRELUDES_H
#define LEASEHOLD_PROGRAM_PRELUDES_H

#include "program/Frontend.h"
#include "program/Record.h"

namespace leasehold {

/// What several units have in common, for as long as one run takes.
struct Prelude : Precompiled {
  std::vector<Record::Input> inputs; ///< what was read for it
};

/// Most of the time to parse a unit goes into headers of the system and of libraries, the same ones
/// in unit after unit. Units that are compiled with the same flags and that all include some of
/// those, under no condition, get these as a precompiled header.
///
/// What a unit means stays as it was: it includes those headers itself, so nothing is visible in
/// the end that was not. If it changes a macro first that a condition in them asks for, it is
/// parsed on its own, and if it does not compile this way, as it stands.
class Preludes {
public:
  Preludes();
  ~Preludes();
  Preludes(const Preludes &) = delete;
  Preludes &operator=(const Preludes &) = delete;

  /// Parses what is worth it for those of these units that were not looked at before, on up to
  /// `Threads` threads.
  void prepare(const std::vector<const clang::tooling::CompileCommand *> &Units,
               llvm::StringRef ResourceDir, unsigned Threads, IncludeScanner &Scanner);

  /// Null: this unit is to be parsed as it stands. Thread safe after prepare().
  [[nodiscard]] const Prelude *of(const clang::tooling::CompileCommand &Unit) const;

private:
  struct State;
  std::unique_ptr<State> S;
};

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_PRELUDES_H
