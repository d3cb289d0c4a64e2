//===- Attach.cpp - findings meet what was measured -----------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "holds/Attach.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"
#include <set>
#include <tuple>

namespace leasehold {
namespace {

/// Is one path the other's end? The program may have been compiled elsewhere.
bool sameFile(llvm::StringRef A, llvm::StringRef B) {
  while (A.consume_front("../") || A.consume_front("./")) {
  }
  while (B.consume_front("../") || B.consume_front("./")) {
  }
  if (A.size() < B.size())
    std::swap(A, B);
  if (A.ends_with(B) && (A.size() == B.size() || A[A.size() - B.size() - 1] == '/'))
    return true;
  // Both absolute, in two checkouts: the last two parts decide.
  namespace path = llvm::sys::path;
  return path::is_absolute(A) && path::is_absolute(B) && path::filename(A) == path::filename(B) &&
         path::filename(path::parent_path(A)) == path::filename(path::parent_path(B));
}

unsigned apart(unsigned A, unsigned B) { return A > B ? A - B : B - A; }

/// How well the place fits the finding, the less the better; nothing: not at all.
std::optional<std::pair<unsigned, unsigned>> fit(const Diagnostic &D, const HoldSite &S) {
  std::optional<unsigned> Nearest;
  for (const PathStep &Step : pathOf(D))
    if (sameFile(Step.at->file, S.file))
      Nearest = std::min(Nearest.value_or(~0U), apart(Step.at->line, S.line));
  const bool SameFunction = !D.function.empty() && qualifiedName(S.function) == D.function;
  if (!Nearest || (*Nearest != 0 && !SameFunction))
    return std::nullopt;
  return std::pair(SameFunction ? 0U : 1U, *Nearest);
}

Measured measured(const PoolHolds &P, const HoldSite &S, const Diagnostic &D) {
  Measured M;
  M.at.file = D.at.file;
  for (const PathStep &Step : pathOf(D))
    if (sameFile(Step.at->file, S.file)) {
      M.at.file = Step.at->file;
      break;
    }
  M.at.line = S.line;
  M.at.column = 1;
  M.leases = S.hold.count;
  M.timeouts = S.timeouts;
  M.leaks = S.leaks;
  M.abandoned = S.abandoned;
  M.p50 = S.hold.percentile(50);
  M.p99 = S.hold.percentile(99);
  M.max = S.hold.maxMs;
  M.total = S.hold.totalMs;
  M.text = "measured: held " + shownHold(M.p99, P.resolutionMs) + " at p99, " +
           shownHold(M.p50, P.resolutionMs) + " at p50, " + shownHold(M.max, P.resolutionMs) +
           " at most; " + std::to_string(M.leases) + (M.leases == 1 ? " lease, " : " leases, ") +
           shownTime(M.total) + " in all";
  auto Count = [&M](uint64_t N, const char *One, const char *Many) {
    if (N > 0)
      M.text += ", " + std::to_string(N) + (N == 1 ? One : Many);
  };
  Count(M.timeouts, " timeout", " timeouts");
  Count(M.leaks, " leak", " leaks");
  Count(M.abandoned, " abandoned transaction", " abandoned transactions");
  return M;
}

} // namespace

void attach(Report &R, const Holds &Of, double SlowMs) {
  const auto Places = Of.byTime();
  std::set<const HoldSite *> Told;
  MeasuredReport Rest;
  double Most = 0;
  for (Diagnostic &D : R.findings) {
    std::optional<std::pair<unsigned, unsigned>> Best;
    std::pair<const PoolHolds *, const HoldSite *> Place;
    for (const auto &Each : Places)
      if (const auto Fit = fit(D, *Each.second)) {
        Told.insert(Each.second);
        if (!Best || *Fit < *Best) {
          Best = Fit;
          Place = Each;
        }
      }
    if (!Best)
      continue;
    D.measured = measured(*Place.first, *Place.second, D);
    Most = std::max(Most, D.measured->total);
  }
  for (Diagnostic &D : R.findings)
    D.rank = D.measured ? 50 + (Most > 0 ? D.measured->total / Most * 50 : 0) : rankOf(D) / 2;
  std::vector<std::pair<double, size_t>> Order;
  for (size_t I = 0; I < R.findings.size(); ++I)
    Order.emplace_back(R.findings[I].measured ? -R.findings[I].measured->total : 1, I);
  llvm::sort(Order);
  std::vector<Diagnostic> Sorted;
  for (const auto &[Lost, I] : Order)
    Sorted.push_back(std::move(R.findings[I]));
  R.findings = std::move(Sorted);
  for (size_t I = 0; I < R.findings.size(); ++I)
    if (!R.findings[I].measured)
      Rest.neverRan.push_back(I);

  for (const auto &[P, S] : Places) {
    if (Told.contains(S) || S->hold.percentile(99) < SlowMs)
      continue;
    const bool Looked =
        llvm::any_of(R.analysed, [&](const std::string &F) { return sameFile(F, S->file); });
    const char *Header = "its file is no source of this program: a header, or of another program";
    Rest.slow.push_back({S->file, qualifiedName(S->function).str(), S->line, S->hold.count,
                         S->hold.percentile(99), S->hold.totalMs,
                         S->slowMs > 0 ? "it enters a slow region meanwhile"
                         : Looked ? "its file was analysed: no call there is known to be slow, "
                                    "so the database is, or a model is missing"
                                  : Header});
  }
  R.measured = std::move(Rest);
}

} // namespace leasehold
