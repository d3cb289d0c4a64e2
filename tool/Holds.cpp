//===- Holds.cpp - leasehold holds ----------------------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Commands.h"
#include "Program.h"
#include "holds/Profile.h"
#include "program/WriteFile.h"

namespace leasehold {
namespace {

/// Nothing of those that cannot be read, which has been said.
std::vector<Holds> readAll(const std::vector<std::string> &Files, bool &Failed) {
  std::vector<Holds> All;
  for (const std::string &File : Files) {
    std::string Problem;
    if (std::optional<Holds> One = Holds::read(File, Problem)) {
      All.push_back(std::move(*One));
    } else {
      complain(Problem);
      Failed = true;
    }
  }
  return All;
}

bool haveCommon(const Holds &A, const Holds &B) {
  for (const PoolHolds &P : A.pools)
    for (const HoldSite &S : P.sites)
      for (const PoolHolds &Q : B.pools)
        for (const HoldSite &T : Q.sites)
          if (S.file == T.file && S.function == T.function)
            return true;
  return false;
}

bool write(const std::string &Text, const std::string &File) {
  if (File.empty() || File == "-") {
    llvm::outs() << Text;
    llvm::outs().flush();
    return true;
  }
  const std::optional<std::string> Problem = writeFile(File, {Text});
  if (Problem)
    complain(*Problem);
  return !Problem;
}

} // namespace

int runHolds(const HoldsArguments &Arguments) {
  bool Failed = false;
  std::vector<Holds> All = readAll(Arguments.files, Failed);
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  if (Arguments.what == HoldsArguments::Diff) {
    if (Failed)
      return ExitFailed;
    if (!haveCommon(All[0], All[1]))
      llvm::errs() << "leasehold: warning: " << Arguments.files[0] << " and " << Arguments.files[1]
                   << " have no function in common; are they of one program?\n";
    printHoldsDiff(OS, All[0], All[1]);
  } else {
    if (All.empty())
      return ExitFailed;
    // What can be read is still given.
    Holds Sum = std::move(All.front());
    for (size_t I = 1; I < All.size(); ++I) {
      if (!haveCommon(Sum, All[I]))
        llvm::errs() << "leasehold: warning: " << Arguments.files[I]
                     << " has no function in common with those before; are they of one program?\n";
      Sum.merge(All[I]);
    }
    if (Arguments.format == "html")
      printHoldsPage(OS, Sum);
    else if (Arguments.what == HoldsArguments::Merge || Arguments.format == "json")
      Sum.write(OS);
    else
      printHolds(OS, Sum);
  }
  return write(OS.str(), Arguments.out) && !Failed ? ExitClean : ExitFailed;
}

} // namespace leasehold
