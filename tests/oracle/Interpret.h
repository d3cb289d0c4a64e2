//===- Interpret.h - what a function does, on all of its paths --*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TESTS_ORACLE_INTERPRET_H
#define LEASEHOLD_TESTS_ORACLE_INTERPRET_H

#include "Program.h"
#include <compare>
#include <map>
#include <set>
#include <string>

namespace leasehold::oracle {

enum class Wrong : uint8_t { Leak, Slow, UseAfter, Unfinished };
const char *nameOf(Wrong Kind);

/// What is wrong, and at which line of the function.
struct Verdict {
  Wrong kind = Wrong::Leak;
  unsigned line = 0;
  friend auto operator<=>(const Verdict &, const Verdict &) = default;
};

struct Verdicts {
  std::set<Verdict> wrong;
  /// What follows from what is wrong, and may be told or not.
  std::set<Verdict> perhaps;
  /// Of a slow call: the variables through which what is held there was acquired.
  std::map<unsigned, std::set<std::string>> held;
  /// Why nothing is promised of the function as a whole; empty: something is.
  std::set<std::string> outside;
};

enum class Paths : uint8_t {
  Each,  ///< every path by itself
  Merged ///< paths on which leases and transactions are the same are one: property simulation
};

Verdicts interpret(const Function &F, Paths How);

} // namespace leasehold::oracle

#endif // LEASEHOLD_TESTS_ORACLE_INTERPRET_H
