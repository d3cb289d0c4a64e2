//===- Profile.cpp - fuzzes the reader of hold profiles -------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "holds/Profile.h"
#include "Fuzz.h"

namespace leasehold::fuzz {
namespace {

std::string text(const Holds &H) {
  std::string Out;
  llvm::raw_string_ostream OS(Out);
  H.write(OS);
  return OS.str();
}

Holds again(const Holds &H) {
  const std::string File = path("written.json");
  const std::string Text = text(H);
  write(File, Text);
  std::string Problem;
  std::optional<Holds> Read = Holds::read(File, Problem);
  require(Read && text(*Read) == Text, "a profile is read as it was written");
  return *Read;
}

} // namespace

void read(llvm::StringRef Input) {
  const std::string File = path("given.json");
  write(File, Input);
  std::string Problem;
  const std::optional<Holds> First = Holds::read(File, Problem);
  require(First.has_value() == Problem.empty(), "what is refused is told why, and nothing else");
  if (!First) {
    require(Problem.find(File) != std::string::npos, "the reason names the file");
    return;
  }
  Holds Merged = again(*First);
  Merged.merge(*First);
  (void)again(Merged);
  std::string Shown;
  llvm::raw_string_ostream OS(Shown);
  printHolds(OS, Merged);
  printHoldsPage(OS, *First);
  printHoldsDiff(OS, *First, Merged);
  require(!OS.str().empty(), "a profile is shown");
  for (const auto &[Pool, Site] : Merged.byTime()) {
    (void)Site->hold.percentile(100);
    (void)qualifiedName(Site->function);
  }
}

std::vector<std::string> seeds() {
  std::vector<std::string> Out{text(Holds{})};
  HoldSite S;
  S.file = "orders.cpp";
  S.function = "void shop::Orders<std::vector<int> >::submit(int)::(lambda at orders.cpp:3:4)";
  S.line = 12;
  S.hold = {{{1024, 3}, {4096, 2}, {4000000, 1}}, 6, 4001.25, 3990.5};
  S.wait = {{{2, 6}}, 6, 0.006, 0.001};
  S.slowMs = 3900;
  S.committed = 4;
  S.rolledBack = 1;
  S.abandoned = 1;
  S.timeouts = 2;
  S.leaks = 1;
  HoldSite Other;
  Other.file = "main.cpp";
  Other.function = "int main()";
  Holds H;
  H.pools = {{"main", "2026-01-02T03:04:05Z", "2026-01-02T04:04:05Z", 2, 4, {S, Other}}};
  Out.push_back(text(H));
  H.pools.push_back(H.pools.front());
  Out.push_back(text(H));
  // Numbers of one digit: what is put before or behind it makes another number.
  Out.push_back(R"json({"format":"leasehold-holds","version":1,"pools":[{"pool":"p","processes":1,
"since":"a","until":"b","resolution_ms":4,"sites":[{"file":"f","line":1,"function":"f()",
"hold":{"count":1,"total_ms":2,"max_ms":2,"buckets":[{"below_us":9,"count":1}]},
"wait":{"count":1,"total_ms":2,"max_ms":2,"buckets":[{"below_us":9,"count":1}]},
"slow_ms":1,"committed":1,"rolled_back":0,"abandoned":0,"commit_failed":0,"timeouts":0,"leaks":0}]}]})json");
  return Out;
}

} // namespace leasehold::fuzz
