//===- Gitlab.cpp - findings as GitLab's code quality report --------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "output/Json.h"
#include "output/Report.h"
#include "program/Fingerprint.h"

namespace leasehold {
namespace {

const char *severityOf(Level L) {
  switch (L) {
  case Level::Bug:
    return "critical";
  case Level::Risk:
    return "major";
  case Level::Style:
    break;
  }
  return "info";
}

} // namespace

void writeGitlab(llvm::raw_ostream &OS, const Report &R) {
  OrderedJson Out = OrderedJson::array();
  for (const Diagnostic &D : R.findings)
    Out.push_back({{"description", D.message},
                   {"check_name", D.check},
                   {"engine_name", "leasehold " LEASEHOLD_VERSION},
                   {"fingerprint", D.fingerprint},
                   {"severity", severityOf(D.level)},
                   {"location",
                    {{"path", pathBelow(R.root, D.at.file)},
                     {"lines", {{"begin", std::max(1U, D.at.line)}}}}}});
  print(OS, Out);
}

} // namespace leasehold
