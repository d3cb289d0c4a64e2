//===- InputsTest.cpp - every test input, in process ----------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "InProcess.h"
#include "TestPaths.h"
#include "catalog/Globs.h"
#include "rules/Rule.h"
#include <gtest/gtest.h>

namespace leasehold::test {
namespace {

class Inputs : public testing::TestWithParam<std::string> {};

TEST_P(Inputs, AreAnsweredAsExpected) {
  InputSpec Spec = readInput(TestInputs + "/" + GetParam(), InputIncludes);
  for (const std::string &E : Spec.errors)
    ADD_FAILURE() << E;
  std::vector<Place> Marked = Spec.findings;
  llvm::append_range(Marked, Spec.misses);
  for (const Place &P : Marked)
    if (llvm::none_of(allRules(), [&](const Rule &R) { return R.name == "leasehold-" + P.check; }))
      ADD_FAILURE() << P.str() << ": there is no such check";

  AnalysisOptions Options;
  ModelSet Models(ModelSet::shipped());
  if (!Spec.models.empty()) {
    for (const std::string &Path : Spec.models)
      for (const ModelError &E : Models.addFile(Path))
        ADD_FAILURE() << E.str();
    Options.models = &Models;
  }
  if (Spec.minSlowMs)
    Options.flow.minSlow = static_cast<uint64_t>(*Spec.minSlowMs) * 1000000;
  Options.flow.repositories = splitGlobs(Spec.repositories);
  if (!Spec.level.empty())
    Options.level = Spec.level == "bug"    ? Level::Bug
                    : Spec.level == "risk" ? Level::Risk
                                           : Level::Style;

  std::vector<std::string> Flags = Spec.flags;
  for (const std::string &Directory : InputIncludes)
    Flags.push_back("-I" + Directory);
  Analysed R = analyseFile(Spec.path, Flags, Options);
  for (const std::string &E : R.compileErrors)
    ADD_FAILURE() << "DOES NOT COMPILE " << E;
  if (!R.compileErrors.empty())
    return;
  if (!R.detour.empty())
    ADD_FAILURE() << "PARSED TWICE " << R.detour;
  for (const std::string &Function : R.skipped)
    ADD_FAILURE() << "OVER BUDGET " << Function;
  if (std::string Difference = compare(Spec.findings, R.findings, Spec.misses); !Difference.empty())
    ADD_FAILURE() << Difference;
  if (std::string Difference = compareNotes(Spec.notes, R.notes); !Difference.empty())
    ADD_FAILURE() << Difference;
}

INSTANTIATE_TEST_SUITE_P(All, Inputs, testing::ValuesIn(findInputs(TestInputs)),
                         [](const testing::TestParamInfo<std::string> &Info) {
                           return testName(Info.param);
                         });

} // namespace
} // namespace leasehold::test
