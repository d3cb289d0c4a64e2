//===- TestPaths.h - where things are, as CMake knows -----------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TESTS_TESTPATHS_H
#define LEASEHOLD_TESTS_TESTPATHS_H

#include <string>
#include <vector>

namespace leasehold::test {

inline const std::string SourceDirectory = LEASEHOLD_SOURCE_DIR;
inline const std::string TestInputs = SourceDirectory + "/test-inputs";
inline const std::string PoolInclude = SourceDirectory + "/pool/include";
/// Given to every input.
inline const std::vector<std::string> InputIncludes{TestInputs + "/include", PoolInclude};

} // namespace leasehold::test

#endif // LEASEHOLD_TESTS_TESTPATHS_H
