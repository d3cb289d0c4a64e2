//===- Github.cpp - findings as annotations of a GitHub action ------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "output/Report.h"
#include "program/Fingerprint.h"

namespace leasehold {
namespace {

const char *commandOf(Level L) {
  switch (L) {
  case Level::Bug:
    return "error";
  case Level::Risk:
    return "warning";
  case Level::Style:
    break;
  }
  return "notice";
}

/// A command is one line; in its properties the signs that end them are escaped as well.
std::string escaped(llvm::StringRef Text, bool Property) {
  std::string Out;
  for (char C : Text) {
    if (C == '%')
      Out += "%25";
    else if (C == '\r')
      Out += "%0D";
    else if (C == '\n')
      Out += "%0A";
    else if (Property && C == ':')
      Out += "%3A";
    else if (Property && C == ',')
      Out += "%2C";
    else
      Out += C;
  }
  return Out;
}

} // namespace

void writeGithub(llvm::raw_ostream &OS, const Report &R) {
  // Shown in the log of a run that is debugged, and nowhere else.
  OS << "::debug::leasehold " LEASEHOLD_VERSION "\n";
  for (const Diagnostic &D : R.findings) {
    std::string Text = D.message;
    for (const DiagnosticNote &N : D.notes)
      Text +=
          "\n" + pathBelow(R.root, N.at.file) + ":" + std::to_string(N.at.line) + ": " + N.message;
    OS << "::" << commandOf(D.level) << " file=" << escaped(pathBelow(R.root, D.at.file), true);
    if (D.at.line)
      OS << ",line=" << D.at.line << ",col=" << characterColumn(D.at);
    OS << ",title=" << escaped(D.check, true) << "::" << escaped(Text, false) << "\n";
  }
  for (const FailedFile &F : R.failed)
    OS << "::error file=" << escaped(pathBelow(R.root, F.file), true)
       << ",title=could not be analysed::" << escaped(F.reason, false) << "\n";
}

} // namespace leasehold
