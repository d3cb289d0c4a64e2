//===- Version.cpp - leasehold --version ----------------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Commands.h"
#include "clang/Basic/Version.h"

namespace leasehold {

std::string versionText() {
  return "Leasehold version " LEASEHOLD_VERSION "\nLLVM version " CLANG_VERSION_STRING;
}

} // namespace leasehold
