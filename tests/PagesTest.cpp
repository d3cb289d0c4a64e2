//===- PagesTest.cpp - the examples of docs/checks/*.md -------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// What a page shows as bad is what its check reports; what it shows as good compiles and is silent.
// What it says that the check cannot see is demonstrated by an input.
// tests/pages/CHECK.cpp is what the example stands in: it includes it as "example.h".
//
//===----------------------------------------------------------------------===//

#include "InProcess.h"
#include "Process.h"
#include "TestPaths.h"
#include "catalog/Globs.h"
#include "rules/Rule.h"
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <set>
#include <sstream>

namespace leasehold::test {
namespace {

std::string textOf(const std::string &Path) {
  std::ifstream In(Path);
  EXPECT_TRUE(In) << Path;
  std::stringstream Text;
  Text << In.rdbuf();
  return Text.str();
}

/// The points below a heading, each with its following lines.
std::vector<std::string> points(const std::string &Page, const std::string &Heading) {
  std::vector<std::string> Result;
  const size_t Section = Page.find("\n## " + Heading + "\n");
  if (Section == std::string::npos)
    return Result;
  std::istringstream Lines(Page.substr(Section + 1, Page.find("\n## ", Section + 1) - Section));
  for (std::string Line; std::getline(Lines, Line);)
    if (Line.starts_with("- "))
      Result.push_back(Line);
    else if (!Result.empty())
      Result.back() += "\n" + Line;
  return Result;
}

/// What the links to test inputs name, relative to test-inputs/.
std::vector<std::string> linkedInputs(const std::string &Text) {
  const std::string Before = "](../../test-inputs/";
  std::vector<std::string> Result;
  for (size_t At = 0; (At = Text.find(Before, At)) != std::string::npos;) {
    At += Before.size();
    Result.push_back(Text.substr(At, Text.find(')', At) - At));
  }
  return Result;
}

/// The first block of code below a heading; empty when there is none.
std::string example(const std::string &Page, const std::string &Heading) {
  const std::string Fence = "```cpp\n";
  const size_t Section = Page.find("\n## " + Heading + "\n");
  const size_t Start = Page.find(Fence, Section);
  const size_t End = Page.find("```", Start + Fence.size());
  if (Section == std::string::npos || Start == std::string::npos || End == std::string::npos)
    return {};
  return Page.substr(Start + Fence.size(), End - Start - Fence.size());
}

class Pages : public testing::TestWithParam<std::string> {
protected:
  Analysed analyse(const std::string &Example, bool Good) const {
    const std::string Frame = SourceDirectory + "/tests/pages/" + GetParam() + ".cpp";
    const InputSpec Spec = readInput(Frame, InputIncludes);
    (void)D.write("example.h", Example);
    std::vector<std::string> Flags{"-std=c++20", "-I" + D.path(),
                                   "-isystem",   "/usr/include/postgresql",
                                   "-isystem",   "/usr/include/mariadb"};
    for (const std::string &Directory : InputIncludes)
      Flags.push_back("-I" + Directory);
    if (Good)
      Flags.emplace_back("-DGOOD");
    AnalysisOptions Options;
    Options.flow.repositories = splitGlobs(Spec.repositories);
    return analyseFile(Frame, Flags, Options);
  }

  const std::string Page = textOf(SourceDirectory + "/docs/checks/" + GetParam() + ".md");
  TemporaryDirectory D;
};

TEST_P(Pages, ShowWhatIsReportedAndWhatIsNot) {
  const std::string Bad = example(Page, "Bad");
  const std::string Good = example(Page, "Good");
  ASSERT_FALSE(Bad.empty());
  ASSERT_FALSE(Good.empty());
  const Analysed Reported = analyse(Bad, /*Good=*/false);
  EXPECT_EQ(Reported.compileErrors, std::vector<std::string>());
  EXPECT_TRUE(llvm::any_of(Reported.findings,
                           [&](const Place &P) {
                             return P.file == "example.h" && "leasehold-" + P.check == GetParam();
                           }))
      << "the bad example is not reported\n"
      << Bad;
  const Analysed Silent = analyse(Good, /*Good=*/true);
  EXPECT_EQ(Silent.compileErrors, std::vector<std::string>());
  EXPECT_EQ(brief(Silent), std::vector<std::string>()) << Good;
}

TEST_P(Pages, HaveAllTheirParts) {
  EXPECT_EQ(Page.find("# " + GetParam() + "\n\nReports "), 0U);
  size_t Last = 0;
  for (const char *Heading : {"Why", "What it reports", "Bad", "Good", "Remedy", "Silent on",
                              "Options", "Known limits"}) {
    const size_t At = Page.find("\n## " + std::string(Heading) + "\n");
    EXPECT_NE(At, std::string::npos) << Heading;
    EXPECT_GT(At, Last) << Heading;
    Last = At;
  }
}

/// Each known limit names an input: miss_*.cpp, with a mark where the check should report and does
/// not, or false_*.cpp, with a report that should not be there.
TEST_P(Pages, HaveAnInputForEachLimit) {
  const std::string Check = GetParam().substr(std::string("leasehold-").size());
  const auto OfCheck = [&](const Place &P) { return P.check == Check; };
  std::set<std::string> Linked;
  const std::vector<std::string> Limits = points(Page, "Known limits");
  EXPECT_FALSE(Limits.empty());
  for (const std::string &Limit : Limits) {
    const std::vector<std::string> Inputs = linkedInputs(Limit);
    EXPECT_FALSE(Inputs.empty()) << "links no input:\n" << Limit;
    for (const std::string &Input : Inputs) {
      Linked.insert(Input);
      ASSERT_TRUE(std::filesystem::exists(TestInputs + "/" + Input)) << Input << "\n" << Limit;
      const InputSpec Spec = readInput(TestInputs + "/" + Input, InputIncludes);
      const std::string Name = std::filesystem::path(Input).filename().string();
      if (Name.starts_with("false_"))
        EXPECT_TRUE(llvm::any_of(Spec.findings, OfCheck)) << Input << " has no EXPECT: " << Check;
      else
        EXPECT_TRUE(Name.starts_with("miss_") && llvm::any_of(Spec.misses, OfCheck))
            << Input << " has no MISS: " << Check;
    }
  }
  for (const std::string &Input : findInputs(TestInputs))
    if (Input.starts_with(Check + "/miss_") || Input.starts_with(Check + "/false_"))
      EXPECT_TRUE(Linked.contains(Input)) << Input << " is of no limit in the page";
}

std::vector<std::string> checks() {
  std::vector<std::string> Names;
  for (const Rule &R : allRules())
    Names.emplace_back(R.name);
  return Names;
}

INSTANTIATE_TEST_SUITE_P(All, Pages, testing::ValuesIn(checks()),
                         [](const testing::TestParamInfo<std::string> &Info) {
                           return testName(Info.param + "/page");
                         });

} // namespace
} // namespace leasehold::test
