//===- Facts.h - what one translation unit tells the others -----*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_PROGRAM_FACTS_H
#define LEASEHOLD_PROGRAM_FACTS_H

#include "catalog/Effects.h"
#include <string>

namespace leasehold {

/// How much of the effects is written down.
enum class Detail : uint8_t {
  Full,    ///< all that travels between translation units
  Meaning, ///< without the witnesses: two bodies that do the same are equal
};

/// What another translation unit can use: nothing of the variables of one function's body, and no
/// source locations.
Effects exported(Effects E);

/// The effects as JSON: the same text for the same effects, wherever they were exported.
std::string encode(const Effects &E, Detail D = Detail::Full);

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_FACTS_H
