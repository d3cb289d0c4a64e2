//===- Adoption.cpp - which of the findings are reported ------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Adoption.h"
#include "catalog/Globs.h"
#include "program/Fingerprint.h"
#include "program/WriteFile.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include <set>

namespace leasehold {

std::string wholeList(llvm::StringRef Checks) {
  return (Checks.empty() || Checks.front() == '-' ? "*," : "") + Checks.str();
}

bool Adoption::open(const std::string &Root) {
  const AdoptionArguments &Given = Arguments.adoption;
  std::string Problem;
  if (Given.write || Given.prune)
    Problem = whyNotWritable(Given.baseline).value_or("");
  if (Problem.empty() && !Given.baseline.empty() && !Given.write)
    Known = Baseline::read(Given.baseline, Problem);
  if (Problem.empty() && !Given.diff.empty())
    Changes = Diff::since(Given.diff, Root, Problem);
  if (!Problem.empty())
    complain(Problem);
  // To be among what was changed is not to be asked for by name.
  if (Given.touching)
    Touched = Diff::of(Arguments.program.files);
  else
    for (const std::string &File : Arguments.program.files)
      Named.insert(absolutePath(File));
  return Problem.empty();
}

Adoption::Why Adoption::hiddenFor(llvm::StringRef Check, Level L, llvm::StringRef File, Program &P,
                                  llvm::StringRef Root) const {
  const Settings S = P.configs.of(File, Root);
  // The command line goes before a configuration.
  const Level Asked =
      Arguments.analysis.level ? levelNamed(*Arguments.analysis.level).value_or(S.level) : S.level;
  if (L > Asked || (Arguments.checks.empty() && !Globs(wholeList(S.checks)).contains(Check)))
    return Why::Check;
  if (S.quiet == Settings::Quiet)
    return Why::Quiet;
  if (S.quiet == Settings::QuietTest && !Arguments.adoption.tests && !Named.contains(File))
    return Why::Test;
  return Why::Shown;
}

/// Would this comment silence something if there were anything? Of a check that was not run, or was
/// not told what it needs, nobody knows.
bool Adoption::isAnswered(const Suppression &S, llvm::StringRef File, Program &P,
                          const DriverOptions &Options, llvm::StringRef Root) const {
  const Globs Run(Options.checks);
  const Globs Silenced(S.checks);
  bool Ours = false;
  for (const Globs::Pattern &Each : Silenced.patterns())
    Ours = Ours || (Each.positive && llvm::StringRef(Each.text).starts_with("leasehold"));
  return Ours && llvm::all_of(allRules(), [&](const Rule &R) {
           return !Silenced.contains(R.name) ||
                  (Run.contains(R.name) &&
                   hiddenFor(R.name, Level::Bug, File, P, Root) == Why::Shown &&
                   (R.name != llvm::StringRef("leasehold-session-outside-repository") ||
                    !Options.analysis.flow.repositories.empty()));
         });
}

void Adoption::warnOfUnused(const DriverResult &Result, Program &P, const DriverOptions &Options,
                            const std::string &Root) const {
  std::set<std::pair<std::string, uint64_t>> Used;
  // A file of its own; false: not wholly looked at.
  llvm::StringMap<bool> Units;
  bool All = Options.wholeProgram;
  for (const FileResult &F : Result.files) {
    Used.insert(F.silencing.begin(), F.silencing.end());
    const bool Whole = F.failure.empty() && F.overBudget == 0;
    Units[F.file] = Whole;
    All = All && Whole;
  }
  for (const std::string &Read : Result.inputs) {
    const std::string File = absolutePath(Read);
    // A header may be used by files that were not looked at.
    auto Unit = Units.find(File);
    if (Unit == Units.end() ? !All : !Unit->second)
      continue;
    auto Text = llvm::MemoryBuffer::getFile(File);
    if (!Text || !(*Text)->getBuffer().contains("NOLINT"))
      continue;
    for (const Suppression &S : suppressionsIn((*Text)->getBuffer()))
      if (!Used.contains({File, S.offset}) && isAnswered(S, File, P, Options, Root)) {
        const llvm::StringRef Before = (*Text)->getBuffer().take_front(S.offset);
        llvm::errs() << "leasehold: warning: " << shownPath(File) << ":" << Before.count('\n') + 1
                     << ":" << S.offset - (Before.rfind('\n') + 1) + 1 << ": " << S.text
                     << " silences nothing; take it away\n";
      }
  }
}

void Adoption::count(size_t N, llvm::StringRef What) {
  if (N > 0)
    hidden.push_back((llvm::Twine(N) + " " + What).str());
}

bool Adoption::writeBaseline(Report &R) {
  if (const auto Problem = Baseline::of(R).write(Arguments.adoption.baseline)) {
    complain(*Problem);
    return false;
  }
  hidden.push_back(std::to_string(R.findings.size()) + " written to the baseline");
  R.findings.clear();
  return true;
}

bool Adoption::prune(const Report &R, Program &P, const DriverOptions &Options) {
  // Of what was not looked at, nobody knows whether it is still there.
  const Globs Wanted(Options.checks);
  llvm::StringSet<> Analysed;
  for (const std::string &File : R.analysed)
    Analysed.insert(File);
  const size_t Gone = Known->prune([&](const Baseline::Entry &E) {
    const std::string File =
        llvm::sys::path::is_absolute(E.file) ? E.file : absolutePath(R.root + "/" + E.file);
    return (Analysed.contains(File) || (Options.wholeProgram && R.failed.empty())) &&
           Wanted.contains(E.check) && E.level <= Options.analysis.level &&
           hiddenFor(E.check, E.level, File, P, R.root) == Why::Shown;
  });
  hidden.push_back(std::to_string(Gone) + " pruned from the baseline");
  if (Gone == 0)
    return true;
  const auto Problem = Known->write(Arguments.adoption.baseline);
  if (Problem)
    complain(*Problem);
  return !Problem;
}

bool Adoption::apply(Report &R, Program &P, const DriverOptions &Options) {
  size_t Quiet = 0;
  size_t Tests = 0;
  llvm::erase_if(R.findings, [&](const Diagnostic &D) {
    const Why Hidden = hiddenFor(D.check, D.level, D.at.file, P, R.root);
    Quiet += Hidden == Why::Quiet ? 1 : 0;
    Tests += Hidden == Why::Test ? 1 : 0;
    return Hidden != Why::Shown;
  });
  count(Quiet, "in quiet paths");
  count(Tests, "in tests, which --tests shows");
  bool Ok = !complainOf(P.configs); // of headers elsewhere
  if (Arguments.adoption.write)
    return writeBaseline(R) && Ok;
  if (Known) {
    count(Known->takeOut(R), "in the baseline");
    if (Arguments.adoption.prune)
      Ok = prune(R, P, Options) && Ok;
  }
  auto KeepWhatTouches = [&](const Diff &Asked, llvm::StringRef Outside) {
    const size_t Before = R.findings.size();
    llvm::erase_if(R.findings, [&](const Diagnostic &D) { return !Asked.touches(D); });
    count(Before - R.findings.size(), Outside);
  };
  if (Touched)
    KeepWhatTouches(*Touched, "elsewhere");
  if (Changes)
    KeepWhatTouches(*Changes, "outside of the diff");
  return Ok;
}

} // namespace leasehold
