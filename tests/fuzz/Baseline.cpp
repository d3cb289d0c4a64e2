//===- Baseline.cpp - fuzzes the reader of baselines ----------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Baseline.h"
#include "Fuzz.h"

namespace leasehold::fuzz {

void read(llvm::StringRef Input) {
  const std::string Given = path("given.json");
  const std::string Written = path("written.json");
  write(Given, Input);
  std::string Problem;
  std::optional<Baseline> First = Baseline::read(Given, Problem);
  require(First.has_value() == Problem.empty(), "what is refused is told why, and nothing else");
  if (!First) {
    require(Problem.find(Given) != std::string::npos, "the reason names the file");
    return;
  }
  require(!First->write(Written), "a baseline is written");
  const std::string Once = contents(Written);
  std::optional<Baseline> Second = Baseline::read(Written, Problem);
  require(Second.has_value(), "a baseline is read as it was written");
  require(!Second->write(Written) && contents(Written) == Once,
          "a baseline is written as it was read");
  // A report that has what it knows.
  Report R;
  size_t Entries = 0;
  Second->prune([&](const Baseline::Entry &E) {
    ++Entries;
    Diagnostic D;
    D.check = E.check;
    R.findings.push_back(std::move(D));
    return false;
  });
  First->takeOut(R);
  require(First->prune([](const Baseline::Entry &) { return true; }) <= Entries,
          "no more is forgotten than was known");
}

std::vector<std::string> seeds() {
  Report R;
  R.root = "/src";
  std::vector<std::string> Out;
  for (const char *Check : {"leasehold-slow-call", "leasehold-unguarded-acquire"}) {
    Diagnostic D;
    D.check = Check;
    D.level = Level::Bug;
    D.at.file = "/src/orders.cpp";
    D.function = "shop::submit";
    D.message = "session held";
    D.fingerprint = std::string("0123456789abcdef") + std::to_string(R.findings.size());
    const std::string File = path("seed.json");
    require(!Baseline::of(R).write(File), "a baseline is written");
    Out.push_back(contents(File));
    R.findings.push_back(std::move(D));
  }
  const std::string File = path("seed.json");
  require(!Baseline::of(R).write(File), "a baseline is written");
  Out.push_back(contents(File));
  return Out;
}

} // namespace leasehold::fuzz
