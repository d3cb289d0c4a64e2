//===- Explain.cpp - leasehold explain, leasehold list-checks -------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Commands.h"
#include "Program.h"
#include "output/Pages.h"
#include "output/Report.h"
#include "llvm/ADT/StringExtras.h"

namespace leasehold {

std::vector<std::string> checkNames() {
  std::vector<std::string> Names;
  for (const Rule &R : allRules())
    Names.emplace_back(R.name);
  return Names;
}

std::string theChecks() { return "the checks are " + llvm::join(checkNames(), ", "); }

int runListChecks() {
  for (const Rule &R : allRules())
    llvm::outs() << llvm::left_justify(R.name, 38) << R.summary << "\n";
  return ExitClean;
}

int runExplain(const ExplainArguments &Arguments) {
  const Rule *R = ruleOf(Arguments.check);
  if (!R)
    R = ruleOf("leasehold-" + Arguments.check);
  if (!R) {
    complain("unknown check '" + Arguments.check + "'; " + theChecks());
    return ExitFailed;
  }
  const std::string Page = "# " + std::string(R->name) + " (" + nameOf(R->level) + ")\n\n";
  llvm::outs() << rendered(Page + pageOf(R->name).str(), inColor(Arguments.color));
  return ExitClean;
}

} // namespace leasehold
