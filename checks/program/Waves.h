//===- Waves.h - which units first ------------------------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_PROGRAM_WAVES_H
#define LEASEHOLD_PROGRAM_WAVES_H

#include "program/Includes.h"

namespace leasehold {

/// An order in which most units know what they ask for when they are analysed first: whoever
/// includes the header of another unit (of the same name but for the extension) comes after it.
/// Gives the indices of `Files` (absolute paths) in waves; those of one wave do not wait for each
/// other. It depends on the files alone, and what is found at last does not depend on it.
std::vector<std::vector<unsigned>> inWaves(const std::vector<std::string> &Files,
                                           IncludeScanner &Scanner);

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_WAVES_H
