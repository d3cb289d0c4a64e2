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

#include "program/Includes.h"
#include "clang/AST/ASTContext.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringSet.h"
#include <optional>
#include <string>

namespace leasehold {

std::string absolutePath(llvm::StringRef Path, llvm::StringRef Directory);
/// The file that a command compiles: absolute, without . and ..
std::string fileOf(const clang::tooling::CompileCommand &Command);

/// The program that runs this, links resolved; empty when the system does not tell.
std::string ownExecutable();
/// Where clang's own headers are: $LEASEHOLD_RESOURCE_DIR, or lib/clang/NN beside the directory of
/// the executable, or those of the LLVM that this was built with.
std::string defaultResourceDir();
/// What is wrong with a resource directory, and the remedy; nothing when it is all right.
std::optional<std::string> checkResourceDir(llvm::StringRef Directory);

/// Headers that precompile() has parsed.
struct Precompiled {
  std::string file;          ///< the header that includes them all has to stay as long as this does
  llvm::StringSet<> headers; ///< names, as they are included
  llvm::StringSet<> conditions; ///< the names that their #ifs ask for
};

struct ParseResult {
  /// Why the file could not be (wholly) parsed: the first error and its place.
  std::optional<std::string> failure;
  /// An AST was built and handed to the callback, if perhaps with errors.
  bool parsed = false;
  /// It was parsed with what was precompiled, not as it stands.
  bool precompiled = false;
  /// Only what it can reach was parsed (see Slice.h).
  bool sliced = false;
  /// What came of a quicker way that was tried first; empty: it was taken, or there was none.
  std::string detour;
  /// Parsed as it stands because that, or what was precompiled, crashed.
  bool crashedBefore = false;
  /// Of processor time, with what the callback did; parseUnitSafely() fills it in.
  double seconds = 0;
};

/// Where the compilation looks for headers; empty when the command cannot be understood.
SearchPath searchPathOf(const clang::tooling::CompileCommand &Command, llvm::StringRef ResourceDir);

/// Precompiles the header that `Command` compiles, without the bodies of its functions, into
/// `Out.file`, fills in `Out.conditions`, and calls `Use` before all is gone. False: it has errors.
/// May crash as clang may.
bool precompile(const clang::tooling::CompileCommand &Command, llvm::StringRef ResourceDir,
                Precompiled &Out, llvm::function_ref<void(const clang::SourceManager &)> Use);

/// Parses what `Command` compiles and calls `Use` while the AST is alive, unless a fatal error
/// (a header that is not there) cut the file short. Threads may parse at the same time.
/// With `Given` (may be null; the unit must include all of its headers) those are not parsed again.
/// If the unit has errors then, it is parsed as it stands; if a macro of its own changes what they
/// mean, without them. With `Wanted` (may be null) declarations of system headers may be missing
/// that the unit cannot reach, unless they have one of those names; if there are errors then, all
/// is parsed.
ParseResult parseUnit(const clang::tooling::CompileCommand &Command, llvm::StringRef ResourceDir,
                      llvm::function_ref<void(clang::ASTContext &)> Use,
                      const Precompiled *Given = nullptr,
                      const llvm::StringSet<> *Wanted = nullptr);

/// As above, and a crash of the frontend or of `Use` is a failure of this file alone. Runs on a
/// thread of its own with a large stack. `Use` must not hold locks.
ParseResult parseUnitSafely(const clang::tooling::CompileCommand &Command,
                            llvm::StringRef ResourceDir,
                            llvm::function_ref<void(clang::ASTContext &)> Use,
                            const Precompiled *Given = nullptr,
                            const llvm::StringSet<> *Wanted = nullptr);

/// Runs `Do` on a thread of its own with a large stack. False: it crashed.
bool runSafely(llvm::function_ref<void()> Do);

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_FRONTEND_H
