//===- Dump.h - a function's flow, for people -------------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_FLOW_DUMP_H
#define LEASEHOLD_FLOW_DUMP_H

#include "flow/Walker.h"

namespace leasehold {

/// The blocks of a function with the states on entry of each, as `leasehold dump-flow` prints them.
std::string flowAsText(llvm::StringRef Name, const clang::CFG &Blocks, const clang::ASTContext &Ctx,
                       const FlowDump &Dump);

/// The same as a DOT digraph.
std::string flowAsDot(llvm::StringRef Name, const clang::CFG &Blocks, const clang::ASTContext &Ctx,
                      const FlowDump &Dump);

} // namespace leasehold

#endif // LEASEHOLD_FLOW_DUMP_H
