//===- Words.h - what is known of a name, in plain words --------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TOOL_MODELS_WORDS_H
#define LEASEHOLD_TOOL_MODELS_WORDS_H

#include "catalog/Effects.h"
#include <string>
#include <vector>

namespace leasehold {

/// What a call does, a phrase for each effect: "gives back or closes the session in the first
/// argument". Never empty.
std::vector<std::string> inWords(const Effects &E);
/// What a class is; empty for one that is nothing.
std::vector<std::string> inWords(const TypeTraits &T);

} // namespace leasehold

#endif // LEASEHOLD_TOOL_MODELS_WORDS_H
