//===- Report.cpp - what the formats share --------------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "output/Report.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace leasehold {
namespace {

std::string workingDirectory() {
  llvm::SmallString<256> Path;
  // Without one nothing lies below it.
  (void)llvm::sys::fs::current_path(Path);
  return Path.str().str();
}

} // namespace

std::string defaultRoot() {
  const std::string Here = workingDirectory();
  for (llvm::StringRef Up = Here; !Up.empty(); Up = llvm::sys::path::parent_path(Up)) {
    llvm::SmallString<256> Git(Up);
    llvm::sys::path::append(Git, ".git"); // a file, in a worktree or submodule
    if (llvm::sys::fs::exists(Git))
      return Up.str();
  }
  return Here;
}

std::string shownPath(llvm::StringRef Absolute) {
  static const std::string Here = workingDirectory() + "/";
  Absolute.consume_front(Here);
  return Absolute.str();
}

const char *nameOf(Level L) {
  switch (L) {
  case Level::Bug:
    return "bug";
  case Level::Risk:
    return "risk";
  case Level::Style:
    break;
  }
  return "style";
}

std::optional<Level> levelNamed(llvm::StringRef Name) {
  for (Level L : {Level::Bug, Level::Risk, Level::Style})
    if (Name == nameOf(L))
      return L;
  return std::nullopt;
}

const Rule *ruleOf(llvm::StringRef Check) {
  const auto *Found = llvm::find_if(allRules(), [&](const Rule &R) { return Check == R.name; });
  return Found == allRules().end() ? nullptr : Found;
}

unsigned characterColumn(const Location &At) {
  if (At.sourceLine.size() + 1 < At.column)
    return At.column;
  return 1 + llvm::count_if(llvm::StringRef(At.sourceLine).take_front(At.column - 1),
                            [](unsigned char C) { return (C & 0xC0U) != 0x80; });
}

std::vector<PathStep> pathOf(const Diagnostic &D) {
  std::vector<PathStep> Path;
  for (size_t I = 0; I <= D.notes.size(); ++I) {
    if (I == std::min(D.before, D.notes.size()))
      Path.push_back({&D.at, D.message, true});
    if (I < D.notes.size())
      Path.push_back({&D.notes[I].at, D.notes[I].message});
  }
  return Path;
}

} // namespace leasehold
