//===- Config.cpp - fuzzes the reader of .leasehold.json ------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Config.h"
#include "Fuzz.h"

namespace leasehold::fuzz {

void read(llvm::StringRef Input) {
  const std::string File = path(Configs::FileName);
  write(File, Input);
  const std::vector<std::string> Sources{path("src/legacy/a.cpp"), path("tests/a_test.cpp")};
  Configs All;
  All.load(Sources);
  for (const std::string &Source : Sources) {
    const Settings S = All.of(Source, "/");
    (void)Globs(S.checks).contains("leasehold-slow-call");
  }
  for (const std::string &Model : All.models())
    require(llvm::StringRef(Model).starts_with("/"), "models are named absolutely");
  const std::optional<double> MinSlow = All.minSlowMs();
  require(!MinSlow || *MinSlow >= 0, "a time is none below zero");
  require(!MinSlow || *MinSlow < 1 || nanoseconds(*MinSlow) >= 1'000'000, "nor becomes short");
  (void)All.repositories();
  (void)All.lowestLevel();
  for (const ModelError &E : All.errors)
    require(!E.reason.empty() && E.file == File, "what is refused is told why");
  require(!Input.trim().empty() || !All.errors.empty(), "nothing is no configuration");
}

std::vector<std::string> seeds() {
  return {R"({"level": "risk", "checks": "-leasehold-suspend", "models": ["models/acme.json"],
 "paths": [{"glob": "third_party/*", "quiet": true}, {"glob": "src/legacy/*", "level": "bug"}]})",
          R"({"$schema": "config.schema.json", "tests": ["tests/*", "*_test.cpp"],
 "min_slow_ms": 100.5, "repositories": "*Repository, db::*", "models": ["../a.json", "/b.json"]})",
          R"({"checks": "leasehold-*,-leasehold-slow-call", "level": "style",
 "paths": [{"glob": "*a*.c*p", "checks": "*", "quiet": false, "level": "risk"}]})",
          R"({"min_slow_ms": 5})", "{}"};
}

} // namespace leasehold::fuzz
