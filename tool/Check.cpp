//===- Check.cpp - leasehold check ----------------------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Baseline.h"
#include "Commands.h"
#include "Diff.h"
#include "Program.h"
#include "Progress.h"
#include "catalog/Globs.h"
#include "output/Report.h"
#include "program/Driver.h"
#include "program/Fingerprint.h"
#include "program/Store.h"
#include "program/WriteFile.h"
#include "rules/Rule.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
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
  OS << "leasehold: " << count(Result.files.size(), "file") << ", "
     << count(Result.functions(), "function") << ", " << count(Findings, "finding");
  std::vector<std::string> Troubles = Hidden;
  if (unsigned Failed = Result.failed())
    Troubles.push_back(count(Failed, "file") + " failed");
  if (unsigned Known = Result.files.size() - Result.analysed; Known && Result.failed() == 0)
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

/// Which of the findings are reported.
class Adoption {
public:
  /// False when something cannot be used; that has been said then.
  bool open(const AdoptionArguments &Given, const std::string &Root);
  /// Leaves in the report what is to be reported; what is not is counted in words. False when the
  /// baseline could not be written.
  bool apply(Report &R, const DriverOptions &Options, std::vector<std::string> &Hidden);

private:
  bool prune(const Report &R, const DriverOptions &Options, std::vector<std::string> &Hidden);

  AdoptionArguments Arguments;
  std::optional<Baseline> Known;
  std::optional<Diff> Changes;
};

bool Adoption::open(const AdoptionArguments &Given, const std::string &Root) {
  Arguments = Given;
  std::string Problem;
  if (Arguments.write || Arguments.prune)
    Problem = whyNotWritable(Arguments.baseline).value_or("");
  if (Problem.empty() && !Arguments.baseline.empty() && !Arguments.write)
    Known = Baseline::read(Arguments.baseline, Problem);
  if (Problem.empty() && !Arguments.diff.empty())
    Changes = Diff::since(Arguments.diff, Root, Problem);
  if (!Problem.empty())
    complain(Problem);
  return Problem.empty();
}

bool Adoption::prune(const Report &R, const DriverOptions &Options,
                     std::vector<std::string> &Hidden) {
  // Of what was not looked at, nobody knows whether it is still there.
  const Globs Wanted(Options.checks);
  llvm::StringSet<> Analysed;
  for (const std::string &File : R.analysed)
    Analysed.insert(pathBelow(R.root, File));
  const size_t Gone = Known->prune([&](const Baseline::Entry &E) {
    return Wanted.contains(E.check) && E.level <= Options.analysis.level &&
           (Analysed.contains(E.file) || (Options.wholeProgram && R.failed.empty()));
  });
  Hidden.push_back(std::to_string(Gone) + " pruned from the baseline");
  const std::optional<std::string> Problem = Gone ? Known->write(Arguments.baseline) : std::nullopt;
  if (Problem)
    complain(*Problem);
  return !Problem;
}

bool Adoption::apply(Report &R, const DriverOptions &Options, std::vector<std::string> &Hidden) {
  if (Arguments.write) {
    const std::optional<std::string> Problem = Baseline::of(R).write(Arguments.baseline);
    if (Problem) {
      complain(*Problem);
      return false;
    }
    Hidden.push_back(std::to_string(R.findings.size()) + " written to the baseline");
    R.findings.clear();
    return true;
  }
  bool Ok = true;
  if (Known) {
    if (const size_t Taken = Known->takeOut(R))
      Hidden.push_back(std::to_string(Taken) + " in the baseline");
    if (Arguments.prune)
      Ok = prune(R, Options, Hidden);
  }
  if (Changes) {
    const size_t Before = R.findings.size();
    llvm::erase_if(R.findings, [&](const Diagnostic &D) { return !Changes->touches(D); });
    if (const size_t Elsewhere = Before - R.findings.size())
      Hidden.push_back(std::to_string(Elsewhere) + " outside of the diff");
  }
  return Ok;
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
  if (toTerminal(Arguments)) {
    llvm::outs() << OS.str();
    llvm::outs().flush();
    return true;
  }
  std::optional<std::string> Problem = writeFile(Arguments.file, {OS.str()});
  if (Problem)
    complain(*Problem);
  return !Problem;
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
  const std::string Root = rootOf(Arguments.output);
  Adoption Adopted;
  if (!Adopted.open(Arguments.adoption, Root))
    return ExitFailed;
  Program P;
  if (!open(Arguments.program, P))
    return ExitFailed;

  DriverOptions Options;
  if (!setUp(Options, P, Arguments.analysis, Arguments.step))
    return ExitFailed;
  // A list that begins by taking away takes away from all.
  Options.checks = Arguments.checks.empty() || Arguments.checks.front() == '-'
                       ? "*," + Arguments.checks
                       : Arguments.checks;
  Options.threads = Arguments.program.jobs;
  // The steps of a build keep their own.
  if (Arguments.step.program.empty() && Arguments.step.from.empty())
    Options.factsDirectory = factsDirectory(Arguments.facts, P);
  Options.wholeProgram = Arguments.program.files.empty();
  DriverResult Result = runProgram(*P.database, P.files, Options, progressOnTerminal());

  Report Found = reportOn(Result, Root);
  std::vector<std::string> Hidden;
  bool Failed = !Adopted.apply(Found, Options, Hidden);
  Failed = !write(Found, Arguments.output) || Failed;
  Failed = complainOfFiles(Result) || P.flawed || Failed;
  if (!Result.storeProblem.empty())
    llvm::errs() << "leasehold: warning: " << Result.storeProblem
                 << "; the next run begins anew (--no-facts says that this is meant)\n";
  for (const ModelError &E : Result.unusedModels) {
    complain("model " + E.str());
    Failed = true;
  }
  std::chrono::duration<double> Time = std::chrono::steady_clock::now() - Start;
  if (!Arguments.quiet)
    llvm::errs() << summary(Result, Found.findings.size(), Hidden, Time.count());
  if (Failed)
    return ExitFailed;
  return Found.findings.empty() || Arguments.exitZero ? ExitClean : ExitFindings;
}

} // namespace leasehold
