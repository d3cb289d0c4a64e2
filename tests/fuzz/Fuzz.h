//===- Fuzz.h - what the fuzz targets share ---------------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each target is a program with libFuzzer in it that gives one of our readers whatever libFuzzer
// makes up. `TARGET --seeds DIRECTORY` writes what it begins with; docs/robustness.md says more.
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TESTS_FUZZ_FUZZ_H
#define LEASEHOLD_TESTS_FUZZ_FUZZ_H

#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace leasehold::fuzz {

/// Each target defines these: what is done with an input, and the inputs to begin with.
void read(llvm::StringRef Input);
std::vector<std::string> seeds();

/// Ends the program when something that always holds does not; libFuzzer then keeps the input.
void require(bool Holds, const char *What);

/// A file of this name in a directory of this process, which goes when it ends.
std::string path(llvm::StringRef Name);
void write(const std::string &Path, llvm::StringRef Text);
std::string contents(const std::string &Path);

} // namespace leasehold::fuzz

#endif // LEASEHOLD_TESTS_FUZZ_FUZZ_H
