//===- Progress.cpp - what is going on, and what went wrong ---------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Progress.h"
#include "Program.h"
#include "output/Report.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"
#include <chrono>

namespace leasehold {

std::string timeLeft(double Seconds, unsigned Done, unsigned Of) {
  // The first few say little of the rest.
  if (Done < 3 || Done >= Of)
    return "";
  const double Left = Seconds / Done * (Of - Done);
  if (Left < 10)
    return "";
  return Left < 90 ? std::to_string(static_cast<unsigned>(Left / 5 + 0.5) * 5) + " s left"
                   : std::to_string(static_cast<unsigned>(Left / 60 + 0.5)) + " min left";
}

Progress progressOnTerminal() {
  if (!llvm::sys::Process::StandardErrIsDisplayed())
    return nullptr;
  struct Clock {
    unsigned round = 0;
    std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
  };
  return [Watch = Clock()](unsigned Round, unsigned Done, unsigned Of,
                           const std::string &File) mutable {
    // Of the first file of a later round, nothing was seen to begin.
    if (Watch.round != Round && Round > 1)
      Watch.start = std::chrono::steady_clock::now();
    Watch.round = Round;
    const std::chrono::duration<double> Time = std::chrono::steady_clock::now() - Watch.start;
    const std::string Left = timeLeft(Time.count(), Done, Of);
    // Cut to what fits, so that the line stays one line.
    unsigned Columns = llvm::sys::Process::StandardErrColumns();
    std::string Text = "[" + std::to_string(Done) + "/" + std::to_string(Of) +
                       (Round > 1 ? ", round " + std::to_string(Round) : "") +
                       (Left.empty() ? "" : ", " + Left) + "] " + shownPath(File);
    if (Columns > 1 && Text.size() >= Columns)
      Text.resize(Columns - 1);
    llvm::errs() << "\r\033[K" << Text;
    if (Done == Of)
      llvm::errs() << "\r\033[K";
  };
}

void tellEffort(const DriverResult &Result) {
  unsigned Parsed[Effort::Shared + 1] = {}, Times = 0;
  double Seconds = 0;
  std::vector<const FileResult *> Slowest;
  for (const FileResult &F : Result.files) {
    ++Parsed[F.effort.parsed];
    Times += F.effort.times;
    Seconds += F.effort.seconds;
    if (F.effort.times > 0)
      Slowest.push_back(&F);
  }
  auto Shown = [](double Of) { return llvm::format("%.1f s", Of); };
  llvm::errs() << "leasehold: parsed " << Parsed[Effort::Shared] << " with headers in common, "
               << Parsed[Effort::Reachable] << " in part, " << Parsed[Effort::Whole] << " whole, "
               << Parsed[Effort::None] << " not at all; " << Times << " analyses took "
               << Shown(Seconds) << " of processor time\n";
  llvm::sort(Slowest, [](const FileResult *A, const FileResult *B) {
    return std::tie(B->effort.seconds, A->file) < std::tie(A->effort.seconds, B->file);
  });
  constexpr size_t Most = 5;
  for (const FileResult *F : llvm::ArrayRef(Slowest).take_front(Most))
    llvm::errs() << "leasehold: " << shownPath(F->file) << ": " << Shown(F->effort.seconds)
                 << (F->effort.times > 1 ? " in " + std::to_string(F->effort.times) + " analyses"
                                         : "")
                 << "\n";
  for (const FileResult &F : Result.files)
    if (!F.effort.detour.empty())
      llvm::errs() << "leasehold: " << shownPath(F.file) << ": could not be parsed "
                   << F.effort.detour << "\n";
}

bool complainOfFiles(const DriverResult &Result,
                     llvm::function_ref<bool(const FileResult &)> IsNoFailure) {
  bool Any = false;
  for (const FileResult &F : Result.files) {
    if (F.crashedBefore)
      llvm::errs() << "leasehold: warning: " << shownPath(F.file)
                   << ": the analysis crashed and was done again, without its short cuts (this is "
                      "a bug of Leasehold or of clang; please report it with the file)\n";
    if (F.failure.empty())
      continue;
    if (IsNoFailure && IsNoFailure(F)) {
      llvm::errs() << "leasehold: warning: " << shownPath(F.file) << ": " << F.failure << "\n";
      continue;
    }
    Any = true;
    complain(shownPath(F.file) + ": " + F.failure);
  }
  return Any;
}

} // namespace leasehold
