//===- Units.cpp - the ASTs of a program's files, one after the other -----===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "models/Models.h"
#include "output/Report.h"
#include "program/Frontend.h"
#include "program/Parallel.h"
#include "llvm/Support/FileSystem.h"
#include <thread>

namespace leasehold {

bool inEachFile(const Program &P, unsigned Jobs, const llvm::StringSet<> *Wanted,
                llvm::function_ref<void(size_t, clang::ASTContext &)> Use) {
  std::vector<std::string> Failures(P.files.size());
  const unsigned Threads = Jobs ? Jobs : std::max(1U, std::thread::hardware_concurrency());
  inParallel(P.files.size(), Threads, [&](size_t I) {
    std::vector<clang::tooling::CompileCommand> Commands =
        P.database->getCompileCommands(P.files[I]);
    if (!llvm::sys::fs::is_regular_file(P.files[I]) || Commands.empty()) {
      Failures[I] = Commands.empty() ? "not in the compile database" : "no such file";
      return;
    }
    Commands.front().Filename = P.files[I];
    const ParseResult Parsed = parseUnitSafely(
        Commands.front(), P.resourceDir, [&](clang::ASTContext &Context) { Use(I, Context); },
        /*Given=*/nullptr, Wanted);
    Failures[I] = Parsed.failure.value_or("");
  });
  bool Whole = true;
  for (size_t I = 0; I < Failures.size(); ++I)
    if (!Failures[I].empty()) {
      complain(shownPath(P.files[I]) + ": " + Failures[I]);
      Whole = false;
    }
  return Whole;
}

} // namespace leasehold
