//===- Guess.h - what may lack a model --------------------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Functions that a program calls, whose bodies are elsewhere and of which nothing is known, are
// looked at by name and signature: open and close of the same handle, a pool's get and put, what
// waits or talks to others, what is given a callable to run later. A guess is a model to start
// from, never used by the analysis itself.
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TOOL_MODELS_GUESS_H
#define LEASEHOLD_TOOL_MODELS_GUESS_H

#include "catalog/Catalog.h"
#include <map>
#include <nlohmann/json.hpp>
#include <set>

namespace leasehold {

/// Keys in the order in which people write them.
using OrderedJson = nlohmann::ordered_json;

struct Guess {
  std::string what;                     ///< "a session", "a pool", "a call that blocks"...
  std::string name;                     ///< of the class or function
  std::string where;                    ///< `file:line`
  std::vector<std::string> why;         ///< each a clause
  std::map<std::string, unsigned> uses; ///< calls, by function
  std::vector<OrderedJson> types, functions;

  [[nodiscard]] unsigned total() const {
    unsigned N = 0;
    for (const auto &[Function, Count] : uses)
      N += Count;
    return N;
  }
};

struct Guesses {
  std::vector<Guess> all;
  std::set<std::string> defined; ///< functions whose bodies are in this unit
};

/// What one unit lets guess.
Guesses guess(Catalog &C);

} // namespace leasehold

#endif // LEASEHOLD_TOOL_MODELS_GUESS_H
