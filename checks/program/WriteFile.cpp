//===- WriteFile.cpp - writes a file wholly or not at all -----------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/WriteFile.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

namespace leasehold {
namespace {

namespace fs = llvm::sys::fs;

std::error_code write(int File, llvm::ArrayRef<llvm::StringRef> Texts) {
  llvm::raw_fd_ostream OS(File, /*shouldClose=*/true);
  for (llvm::StringRef Text : Texts)
    OS << Text;
  OS.close();
  std::error_code Error = OS.error();
  OS.clear_error(); // or else the stream ends the program
  return Error;
}

} // namespace

std::optional<std::string> writeFile(const std::string &Path,
                                     llvm::ArrayRef<llvm::StringRef> Texts) {
  llvm::SmallString<256> Temporary;
  auto Failed = [&](std::error_code Error) {
    if (!Temporary.empty())
      (void)fs::remove(Temporary);
    return "cannot write " + Path + ": " + Error.message();
  };
  int File = -1;
  fs::file_status There;
  const bool Exists = !fs::status(Path, There);
  if (Exists && There.type() != fs::file_type::regular_file) {
    std::error_code Error = fs::openFileForWrite(Path, File, fs::CD_OpenExisting);
    if (!Error)
      Error = write(File, Texts);
    return Error ? std::optional(Failed(Error)) : std::nullopt;
  }
  // A link stays one.
  llvm::SmallString<256> Target(Path);
  if (Exists)
    (void)fs::real_path(Path, Target);
  if (std::error_code Error = fs::createUniqueFile(Target + ".%%%%%%%%.tmp", File, Temporary,
                                                   fs::OF_None, fs::all_read | fs::owner_write))
    return Failed(Error);
  if (std::error_code Error = write(File, Texts))
    return Failed(Error);
  if (std::error_code Error =
          Exists ? fs::setPermissions(Temporary, There.permissions()) : std::error_code())
    return Failed(Error);
  if (std::error_code Error = fs::rename(Temporary, Target))
    return Failed(Error);
  return std::nullopt;
}

std::optional<std::string> whyNotWritable(const std::string &Path) {
  std::error_code Error;
  if (fs::is_directory(Path)) {
    Error = std::make_error_code(std::errc::is_a_directory);
  } else if (fs::exists(Path)) {
    Error = fs::access(Path, fs::AccessMode::Write);
  } else {
    const llvm::StringRef Directory = llvm::sys::path::parent_path(Path);
    Error = fs::access(Directory.empty() ? "." : Directory, fs::AccessMode::Write);
  }
  return Error ? std::optional("cannot write " + Path + ": " + Error.message()) : std::nullopt;
}

} // namespace leasehold
