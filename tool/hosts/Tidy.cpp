//===- Tidy.cpp - clang-tidy with the checks in ---------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clang-tidy as it is, with two arguments that users would have to give: where the compiler's
// headers are, and that our checks are wanted, where neither the command line nor a .clang-tidy
// says which.
//
//===----------------------------------------------------------------------===//

#include "hosts/Arguments.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

namespace clang::tidy {
int clangTidyMain(int Count, const char **Values);
}

namespace {

namespace path = llvm::sys::path;

/// Does the .clang-tidy that holds for this file, or one above it, name our checks?
bool configured(llvm::StringRef File) {
  llvm::SmallString<256> Absolute(File);
  if (llvm::sys::fs::make_absolute(Absolute))
    return false;
  for (llvm::StringRef Up = path::parent_path(Absolute); !Up.empty(); Up = path::parent_path(Up)) {
    llvm::SmallString<256> Candidate(Up);
    path::append(Candidate, ".clang-tidy");
    if (auto Text = llvm::MemoryBuffer::getFile(Candidate))
      if ((*Text)->getBuffer().contains("leasehold"))
        return true;
  }
  return false;
}

} // namespace

int main(int Count, const char **Values) {
  leasehold::Arguments All(Values, Values + Count);
  std::string Resources;
  leasehold::sayVersion(All, "leasehold-tidy");
  if (std::optional<std::string> Directory = leasehold::resourceDirectory()) {
    Resources = "--extra-arg-before=-resource-dir=" + *Directory;
    All.insert(All.begin() + 1, Resources.c_str());
  }
  const bool Said = leasehold::given(All, {"checks", "config", "config-file"}) ||
                    llvm::any_of(llvm::ArrayRef(All).drop_front(), [](llvm::StringRef Argument) {
                      return !Argument.starts_with("-") && configured(Argument);
                    });
  if (!Said)
    All.insert(All.begin() + 1, "--checks=leasehold-*");
  All.push_back(nullptr);
  return clang::tidy::clangTidyMain(static_cast<int>(All.size() - 1), All.data());
}
