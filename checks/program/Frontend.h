//===- Frontend.h - from a compile command to an AST ------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Parses one translation unit as fast as the analysis allows: function bodies in system
// headers are skipped. Commands written for GCC do not fail for a flag that clang lacks.
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_PROGRAM_FRONTEND_H
#define LEASEHOLD_PROGRAM_FRONTEND_H

#include "clang/AST/ASTContext.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <optional>
#include <string>

namespace leasehold {

/// The file that a command compiles: absolute, without . and ..
std::string fileOf(const clang::tooling::CompileCommand &Command);

/// Where clang's own headers are: $LEASEHOLD_RESOURCE_DIR, or those of the LLVM that this was
/// built with.
std::string defaultResourceDir();
/// What is wrong with a resource directory, and the remedy; nothing when it is all right.
std::optional<std::string> checkResourceDir(llvm::StringRef Directory);

struct ParseResult {
  /// Why the file could not be (wholly) parsed: the first error and its place.
  std::optional<std::string> failure;
  /// An AST was built and handed to the callback, if perhaps with errors.
  bool parsed = false;
};

/// Parses what `Command` compiles and calls `Use` while the AST is alive, unless a fatal error
/// (a header that is not there) cut the file short. Threads may parse at the same time.
ParseResult parseUnit(const clang::tooling::CompileCommand &Command, llvm::StringRef ResourceDir,
                      llvm::function_ref<void(clang::ASTContext &)> Use);

/// As above, and a crash of the frontend or of `Use` is a failure of this file alone. Runs on a
/// thread of its own with a large stack. `Use` must not hold locks.
ParseResult parseUnitSafely(const clang::tooling::CompileCommand &Command,
                            llvm::StringRef ResourceDir,
                            llvm::function_ref<void(clang::ASTContext &)> Use);

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_FRONTEND_H
