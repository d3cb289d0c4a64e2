//===- Holds.cpp - leasehold holds ----------------------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Commands.h"
#include "Program.h"
#include "holds/Profile.h"

namespace leasehold {
namespace {

bool haveCommon(const Holds &A, const Holds &B) {
  for (const PoolHolds &P : A.pools)
    for (const HoldSite &S : P.sites)
      for (const PoolHolds &Q : B.pools)
        for (const HoldSite &T : Q.sites)
          if (S.file == T.file && S.function == T.function)
            return true;
  return false;
}

} // namespace

int runHolds(const HoldsArguments &Arguments) {
  bool Failed = false;
  std::vector<Holds> All = readHolds(Arguments.files, Failed);
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
  return writeOut(OS.str(), Arguments.out) && !Failed ? ExitClean : ExitFailed;
}

} // namespace leasehold
