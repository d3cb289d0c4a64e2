//===- Table.cpp - hold profiles for a terminal ---------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "holds/Profile.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include <cmath>
#include <set>
#include <tuple>

namespace leasehold {
namespace {

/// Right-aligned but for the last column.
class Table {
public:
  void row(std::vector<std::string> Cells) { Rows.push_back(std::move(Cells)); }
  void print(llvm::raw_ostream &OS) const {
    std::vector<size_t> Widths;
    for (const auto &Row : Rows) {
      Widths.resize(std::max(Widths.size(), Row.size()));
      for (size_t I = 0; I < Row.size(); ++I)
        Widths[I] = std::max(Widths[I], Row[I].size());
    }
    for (const auto &Row : Rows) {
      for (size_t I = 0; I + 1 < Row.size(); ++I)
        OS << llvm::right_justify(Row[I], static_cast<unsigned>(Widths[I])) << "  ";
      OS << Row.back() << "\n";
    }
  }

private:
  std::vector<std::vector<std::string>> Rows;
};

std::string place(const HoldSite &S) {
  return S.file + ":" + std::to_string(S.line) + " " + qualifiedName(S.function).str();
}

std::string dashed(uint64_t N) { return N == 0 ? "-" : std::to_string(N); }

std::string percent(double Part, double Whole) {
  if (Part <= 0 || Whole <= 0)
    return "-";
  // No part is more than the whole, but for those that a file makes up.
  return std::to_string(static_cast<int>(std::min(Part / Whole, 9.99) * 100 + 0.5)) + "%";
}

/// A place in another state of the program: its file, its function, and which in the function.
using Key = std::tuple<std::string, std::string, std::string, size_t>;

std::map<Key, const HoldSite *> keyed(const Holds &Of) {
  std::map<std::tuple<std::string, std::string, std::string>, std::map<unsigned, const HoldSite *>>
      Functions;
  for (const PoolHolds &P : Of.pools)
    for (const HoldSite &S : P.sites)
      Functions[{P.name, S.file, S.function}][S.line] = &S;
  std::map<Key, const HoldSite *> Out;
  for (const auto &[Function, Lines] : Functions) {
    size_t N = 0;
    for (const auto &[Line, S] : Lines)
      Out[std::tuple_cat(Function, std::tuple(N++))] = S;
  }
  return Out;
}

std::string change(double Before, double After) {
  if (Before <= 0)
    return After <= 0 ? "=" : "new";
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  OS << llvm::format("%+.1f%%", (After / Before - 1) * 100);
  return OS.str();
}

} // namespace

void printHolds(llvm::raw_ostream &OS, const Holds &Of) {
  for (const PoolHolds &P : Of.pools)
    OS << "pool '" << P.name << "': " << P.sites.size()
       << (P.sites.size() == 1 ? " place" : " places") << ", " << P.since << " to " << P.until
       << (P.processes == 1 ? "" : ", " + std::to_string(P.processes) + " processes")
       << "; holds are measured to " << shownTime(P.resolutionMs) << "\n";
  Table T;
  T.row({"leases", "held p50", "p95", "p99", "max", "in all", "slow", "waits", "p99", "commits",
         "rollbacks", "abandoned", "timeouts", "leaks", "place"});
  for (const auto &[P, S] : Of.byTime())
    T.row({std::to_string(S->hold.count), shownHold(S->hold.percentile(50), P->resolutionMs),
           shownHold(S->hold.percentile(95), P->resolutionMs),
           shownHold(S->hold.percentile(99), P->resolutionMs),
           shownHold(S->hold.maxMs, P->resolutionMs), shownTime(S->hold.totalMs),
           percent(S->slowMs, S->hold.totalMs), dashed(S->wait.count),
           S->wait.count ? shownTime(S->wait.percentile(99)) : "-", dashed(S->committed),
           dashed(S->rolledBack), dashed(S->abandoned), dashed(S->timeouts), dashed(S->leaks),
           place(*S)});
  T.print(OS);
}

void printHoldsDiff(llvm::raw_ostream &OS, const Holds &Before, const Holds &After) {
  const auto Old = keyed(Before);
  const auto New = keyed(After);
  std::set<Key> All;
  for (const auto &[K, S] : Old)
    All.insert(K);
  for (const auto &[K, S] : New)
    All.insert(K);
  static const HoldSite None;
  struct Pair {
    const HoldSite *before, *after, *shown;
  };
  std::vector<Pair> Pairs;
  HoldSite OldSum;
  HoldSite NewSum;
  for (const Key &K : All) {
    const auto O = Old.find(K);
    const auto N = New.find(K);
    Pairs.push_back({O == Old.end() ? &None : O->second, N == New.end() ? &None : N->second,
                     N == New.end() ? O->second : N->second});
    OldSum.add(*Pairs.back().before);
    NewSum.add(*Pairs.back().after);
  }
  auto Mean = [](const HoldSite &S) {
    return S.hold.count ? S.hold.totalMs / static_cast<double>(S.hold.count) : 0;
  };
  // What changed most comes first.
  auto Rank = [](const Pair &P) {
    return std::tuple(-std::abs(P.after->hold.totalMs - P.before->hold.totalMs), P.shown->file,
                      P.shown->line, P.shown->function);
  };
  llvm::sort(Pairs, [&](const Pair &A, const Pair &B) { return Rank(A) < Rank(B); });
  Table T;
  T.row({"leases", "held mean", "", "change", "held p99", "", "wait p99", "", "timeouts", "",
         "place"});
  auto Row = [&](const HoldSite &O, const HoldSite &N, const std::string &Place) {
    T.row({std::to_string(O.hold.count) + " -> " + std::to_string(N.hold.count), shownTime(Mean(O)),
           "-> " + shownTime(Mean(N)), change(Mean(O), Mean(N)), shownTime(O.hold.percentile(99)),
           "-> " + shownTime(N.hold.percentile(99)), shownTime(O.wait.percentile(99)),
           "-> " + shownTime(N.wait.percentile(99)), std::to_string(O.timeouts),
           "-> " + std::to_string(N.timeouts), Place});
  };
  for (const Pair &P : Pairs)
    Row(*P.before, *P.after,
        place(*P.shown) + (P.before == &None  ? " (new)"
                           : P.after == &None ? " (gone)"
                                              : ""));
  Row(OldSum, NewSum, "all");
  T.print(OS);
}

} // namespace leasehold
