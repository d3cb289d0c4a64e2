//===- Check.cpp - leasehold check ----------------------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Adoption.h"
#include "Commands.h"
#include "Fix.h"
#include "Program.h"
#include "Progress.h"
#include "catalog/Globs.h"
#include "holds/Attach.h"
#include "output/Report.h"
#include "program/Driver.h"
#include "program/Fingerprint.h"
#include "program/Store.h"
#include "program/WriteFile.h"
#include "rules/Rule.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"
#include <chrono>

namespace leasehold {
namespace {

/// Every pattern must mean some check, so that a slip of the pen does not silence all.
bool knownChecks(const std::string &List) {
  bool Ok = true;
  const Globs Given(List);
  for (const Globs::Pattern &P : Given.patterns()) {
    if (llvm::any_of(allRules(), [&](const Rule &R) { return Globs::matches(P.text, R.name); }))
      continue;
    complain((P.text.find('*') == std::string::npos ? "unknown check '" : "no check matches '") +
             P.text + "'; " + theChecks());
    Ok = false;
  }
  return Ok;
}

std::string count(unsigned N, llvm::StringRef What) {
  return (llvm::Twine(N) + " " + What + (N == 1 ? "" : "s")).str();
}

/// `Hidden`: what is said of findings that are not reported.
std::string summary(const DriverResult &Result, size_t Findings,
                    const std::vector<std::string> &Hidden, double Seconds) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  OS << "leasehold " LEASEHOLD_VERSION ": " << count(Result.files.size(), "file") << ", "
     << count(Result.functions(), "function") << ", " << count(Findings, "finding");
  std::vector<std::string> Troubles = Hidden;
  if (unsigned Failed = Result.failed())
    Troubles.push_back(count(Failed, "file") + " failed");
  if (unsigned Known = Result.files.size() - Result.analysed(); Known && Result.failed() == 0)
    Troubles.push_back(std::to_string(Known) + " unchanged");
  if (unsigned Skipped = Result.overBudget())
    Troubles.push_back(count(Skipped, "function") + " over budget");
  if (!Troubles.empty())
    OS << " (" << llvm::join(Troubles, ", ") << ")";
  OS << llvm::format(" in %.1f s\n", Seconds);
  return Text;
}

/// Where facts are kept; empty: nowhere.
std::string factsDirectory(const FactsArguments &Arguments, const Program &P) {
  if (Arguments.none)
    return {};
  if (!Arguments.directory.empty())
    return Arguments.directory;
  return P.directory.empty() ? std::string() : (P.directory + "/" + Store::DirectoryName).str();
}

std::string rootOf(const OutputArguments &Arguments) {
  return Arguments.root.empty() ? defaultRoot() : absolutePath(Arguments.root);
}

Report reportOn(DriverResult &Result, const std::string &Root) {
  Report R;
  R.root = Root;
  R.findings = std::move(Result.diagnostics);
  setFingerprints(R.findings, R.root);
  for (const FileResult &F : Result.files) {
    if (F.failure.empty())
      R.analysed.push_back(F.file);
    else
      R.failed.push_back({F.file, F.failure});
  }
  R.files = Result.files.size();
  R.functions = Result.functions();
  return R;
}

bool toTerminal(const OutputArguments &Arguments) {
  return Arguments.file.empty() || Arguments.file == "-";
}

/// False when it could not be written; that has been said then.
bool write(const Report &R, const OutputArguments &Arguments) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  if (Arguments.format == "json")
    writeJson(OS, R);
  else if (Arguments.format == "sarif")
    writeSarif(OS, R);
  else if (Arguments.format == "gitlab")
    writeGitlab(OS, R);
  else if (Arguments.format == "github")
    writeGithub(OS, R);
  else if (Arguments.format == "html")
    writeHtml(OS, R);
  else
    writeText(OS, R,
              toTerminal(Arguments) ? inColor(Arguments.color) : Arguments.color == "always");
  return writeOut(OS.str(), Arguments.file);
}

void tellMeasured(const Report &R) {
  const MeasuredReport &M = *R.measured;
  for (const SlowPlace &S : M.slow)
    llvm::errs() << "leasehold: " << S.file << ":" << S.line << ": " << S.function << " holds for "
                 << shownTime(S.p99) << " at p99, " << shownTime(S.total) << " in all, and nothing "
                 << "was found there; " << S.known << "\n";
  for (const size_t I : M.neverRan) {
    const Diagnostic &D = R.findings[I];
    llvm::errs() << "leasehold: " << shownPath(D.at.file) << ":" << D.at.line << ": " << D.check
                 << ": not in the profile: it did not run, or acquires elsewhere\n";
  }
}

} // namespace

int runCheck(const CheckArguments &Arguments) {
  auto Start = std::chrono::steady_clock::now();
  if (!knownChecks(Arguments.checks))
    return ExitFailed;
  // Said before the work rather than after it.
  if (!toTerminal(Arguments.output))
    if (std::optional<std::string> Problem = whyNotWritable(Arguments.output.file)) {
      complain(*Problem);
      return ExitFailed;
    }
  bool NoProfile = false;
  Holds Profile;
  for (const Holds &One : readHolds(Arguments.holds, NoProfile))
    Profile.merge(One);
  if (NoProfile)
    return ExitFailed;
  const std::string Root = rootOf(Arguments.output);
  Adoption Adopted(Arguments);
  if (!Adopted.open(Root))
    return ExitFailed;
  ProgramArguments Which = Arguments.program;
  if (Arguments.adoption.touching) {
    if (Which.files.empty() || Which.flags) {
      complain(Which.flags ? "--touching needs a compile database, not flags after --"
                           : "--touching needs the files that were changed; name them");
      return ExitFailed;
    }
    Which.files.clear();
  }
  Program P;
  if (!open(Which, P))
    return ExitFailed;

  DriverOptions Options;
  if (!setUp(Options, P, Arguments.analysis, Arguments.step))
    return ExitFailed;
  Options.checks = wholeList(Arguments.checks);
  Options.threads = Arguments.program.jobs;
  // The steps of a build keep their own.
  if (Arguments.step.program.empty() && Arguments.step.from.empty())
    Options.factsDirectory = factsDirectory(Arguments.facts, P);
  Options.wholeProgram = Which.files.empty();
  if (Arguments.adoption.unusedSuppressions) {
    Options.wantInputs = true;
    Options.analysis.level = Level::Style;
  }
  DriverResult Result = runProgram(*P.database, P.files, Options, progressOnTerminal());

  Report Found = reportOn(Result, Root);
  bool Failed = !Adopted.apply(Found, P, Options);
  if (!Arguments.holds.empty())
    attach(Found, Profile, static_cast<double>(Options.analysis.flow.minSlow) / 1e6);
  if (!Arguments.fix)
    Failed = !write(Found, Arguments.output) || Failed;
  if (Arguments.adoption.unusedSuppressions)
    Adopted.warnOfUnused(Result, P, Options, Root);
  Failed = complainOfFiles(Result, [&](const FileResult &F) { return Adopted.isElsewhere(F); }) ||
           P.flawed || Failed;
  if (!Result.storeProblem.empty())
    llvm::errs() << "leasehold: warning: " << Result.storeProblem
                 << "; the next run begins anew (--no-facts says that this is meant)\n";
  // A step of a build sees one file: what does not occur there may in another.
  if (Arguments.step.program.empty())
    for (const ModelError &E : Result.unusedModels) {
      complain("model " + E.str());
      Failed = true;
    }
  std::chrono::duration<double> Time = std::chrono::steady_clock::now() - Start;
  if (!Arguments.quiet && Found.measured)
    tellMeasured(Found);
  if (!Arguments.quiet)
    llvm::errs() << summary(Result, Found.findings.size(), Adopted.hidden, Time.count());
  if (Arguments.stats)
    tellEffort(Result);
  if (Arguments.fix) {
    const int Status = applyFixes(Found.findings, *Arguments.fix);
    return Failed ? ExitFailed : Status;
  }
  if (Failed)
    return ExitFailed;
  return Found.findings.empty() || Arguments.exitZero ? ExitClean : ExitFindings;
}

} // namespace leasehold
