//===- Arguments.h - what the hosts are told on their command lines -*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TOOL_HOSTS_ARGUMENTS_H
#define LEASEHOLD_TOOL_HOSTS_ARGUMENTS_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include <initializer_list>
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
/// else. Null where LLVM is not where it was when this was built: clang's own search remains.
inline const char *resourceDirectory() {
  return llvm::sys::fs::is_directory(LEASEHOLD_RESOURCE_DIR) ? LEASEHOLD_RESOURCE_DIR : nullptr;
}

} // namespace leasehold

#endif // LEASEHOLD_TOOL_HOSTS_ARGUMENTS_H
