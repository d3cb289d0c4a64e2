//===- Engine.h - what the engine says of functions -------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TESTS_ORACLE_ENGINE_H
#define LEASEHOLD_TESTS_ORACLE_ENGINE_H

#include "Interpret.h"

namespace leasehold::oracle {

struct Answer {
  std::set<Verdict> wrong;
  std::map<unsigned, std::string> said; ///< of slow calls, by line
  bool skipped = false;                 ///< over budget
};

/// All in one translation unit. Numbered functions.
std::vector<Answer> ask(const std::vector<Function> &Functions);

} // namespace leasehold::oracle

#endif // LEASEHOLD_TESTS_ORACLE_ENGINE_H
