//===- Version.cpp - leasehold --version ----------------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "clang/Basic/Version.h"
#include "Commands.h"

namespace leasehold {

std::string versionText() {
  return "Leasehold version " LEASEHOLD_VERSION "\nLLVM version " CLANG_VERSION_STRING;
}

} // namespace leasehold
