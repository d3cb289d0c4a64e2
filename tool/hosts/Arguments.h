//===- Arguments.h - what the hosts are told on their command lines -*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TOOL_HOSTS_ARGUMENTS_H
#define LEASEHOLD_TOOL_HOSTS_ARGUMENTS_H

#include "program/Frontend.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

namespace leasehold {

using Arguments = std::vector<const char *>;

/// Is one of these options, without dashes, given before a `--`?
inline bool given(const Arguments &All, std::initializer_list<llvm::StringRef> Options) {
  for (const char *Each : All) {
    llvm::StringRef Argument(Each);
    if (Argument == "--")
      break;
    if (!Argument.consume_front("-"))
      continue;
    Argument.consume_front("-");
    for (llvm::StringRef Option : Options)
      if (Argument.split('=').first == Option)
        return true;
  }
  return false;
}

/// The compiler's own headers: clang looks for them beside its executable, and ours is somewhere
/// else. Nothing where there are none: clang's own search remains.
inline std::optional<std::string> resourceDirectory() {
  std::string Directory = defaultResourceDir();
  if (checkResourceDir(Directory))
    return std::nullopt;
  return Directory;
}

/// In front of what LLVM says of its own version.
inline void sayVersion(const Arguments &All, llvm::StringRef Program) {
  if (given(All, {"version"})) {
    llvm::outs() << Program << " version " LEASEHOLD_VERSION "\n";
    llvm::outs().flush();
  }
}

} // namespace leasehold

#endif // LEASEHOLD_TOOL_HOSTS_ARGUMENTS_H
