//===- FacesTest.cpp - every test input, through the real programs --------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The faces promise the same findings on every input. InputsTest says which ones
// are right; here both programs have to give them.
//
//===----------------------------------------------------------------------===//

#include "Process.h"
#include "TestPaths.h"
#include <gtest/gtest.h>

namespace leasehold::test {
namespace {

/// The shared part: reads the input and compares what the face said with what is expected.
class Faces : public testing::TestWithParam<std::string> {
protected:
  void SetUp() override {
    Spec = readInput(TestInputs + "/" + GetParam(), InputIncludes);
    Flags = Spec.flags;
    for (const std::string &Directory : InputIncludes)
      Flags.push_back("-I" + Directory);
  }

  void expectFindings(const Outcome &O) const {
    std::vector<Diagnostic> All = diagnostics(O.out);
    if (std::string Difference = compare(Spec.findings, findings(All), Spec.misses);
        !Difference.empty())
      ADD_FAILURE() << Difference << O.str();
    std::vector<Place> Notes;
    for (const Diagnostic &D : All)
      if (D.severity == "note")
        Notes.push_back(D.place);
    if (std::string Difference = compareNotes(Spec.notes, Notes); !Difference.empty())
      ADD_FAILURE() << Difference << O.str();
  }

  InputSpec Spec;
  std::vector<std::string> Flags;
};

#ifdef LEASEHOLD_TIDY_MODULE
class Tidy : public Faces {};

/// Options of all checks, as clang-tidy's -config takes them.
std::string config(const InputSpec &Spec) {
  std::string Models;
  for (const std::string &Path : Spec.models)
    Models += (Models.empty() ? "" : ";") + Path;
  std::string Options;
  auto Add = [&](const std::string &Key, const std::string &Value) {
    Options += (Options.empty() ? "" : ", ") + Key + ": '" + Value + "'";
  };
  if (Spec.minSlowMs)
    Add("leasehold-slow-call.MinSlowMs", std::to_string(*Spec.minSlowMs));
  if (!Spec.repositories.empty())
    Add("leasehold-session-outside-repository.Repositories", Spec.repositories);
  for (const char *Check : {"slow-call", "suspend", "background-task", "websocket-lifetime",
                            "unguarded-acquire", "unfinished-transaction", "swallowed-error",
                            "pool-options", "session-outside-repository"}) {
    std::string Prefix = std::string("leasehold-") + Check;
    if (!Spec.level.empty())
      Add(Prefix + ".Level", Spec.level);
    if (!Models.empty())
      Add(Prefix + ".Models", Models);
  }
  return "{CheckOptions: {" + Options + "}}";
}

TEST_P(Tidy, GivesTheExpectedFindings) {
  std::vector<std::string> Command{LEASEHOLD_CLANG_TIDY,
                                   "-load",
                                   LEASEHOLD_TIDY_MODULE,
                                   "-checks=-*,leasehold-*",
                                   "--header-filter=.*",
                                   "-config=" + config(Spec),
                                   "--quiet",
                                   Spec.path,
                                   "--"};
  Command.insert(Command.end(), Flags.begin(), Flags.end());
  Outcome O = run(Command);
  EXPECT_EQ(O.status, 0) << O.str();
  expectFindings(O);
}

INSTANTIATE_TEST_SUITE_P(All, Tidy, testing::ValuesIn(findInputs(TestInputs)),
                         [](const testing::TestParamInfo<std::string> &Info) {
                           return testName(Info.param);
                         });
#endif

#ifdef LEASEHOLD_PROGRAM
class Cli : public Faces {};

TEST_P(Cli, GivesTheExpectedFindings) {
  std::vector<std::string> Command{LEASEHOLD_PROGRAM, "check", Spec.path};
  if (Spec.minSlowMs) {
    Command.emplace_back("--min-slow-ms");
    Command.push_back(std::to_string(*Spec.minSlowMs));
  }
  if (!Spec.repositories.empty()) {
    Command.emplace_back("--repositories");
    Command.push_back(Spec.repositories);
  }
  if (!Spec.level.empty()) {
    Command.emplace_back("--level");
    Command.push_back(Spec.level);
  }
  for (const std::string &Path : Spec.models) {
    Command.emplace_back("--models");
    Command.push_back(Path);
  }
  Command.emplace_back("--");
  Command.insert(Command.end(), Flags.begin(), Flags.end());
  Outcome O = run(Command);
  EXPECT_EQ(O.status, Spec.findings.empty() ? 0 : 1) << O.str();
  expectFindings(O);
}

INSTANTIATE_TEST_SUITE_P(All, Cli, testing::ValuesIn(findInputs(TestInputs)),
                         [](const testing::TestParamInfo<std::string> &Info) {
                           return testName(Info.param);
                         });
#endif

// Neither is there when the other parts of the build are not.
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Faces);

} // namespace
} // namespace leasehold::test
